"""How the page of the coverage looks, in light and in dark; and the one thing that it does: a link to an operation opens it."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --most: #1a7f4b; --some: #5cb37f; --little: #b5e0c5; --refused: #f0b429; --none: #e4e4e7; --ink: #18181b }
@media (prefers-color-scheme: dark) { :root { --little: #2c5e43; --none: #3f3f46; --refused: #a8730c; --ink: #f4f4f5 } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 78rem; margin: 2rem auto; padding: 0 1rem }
#counts td, #counts th { text-align: left; padding: 0 1.5rem 0 0; font-weight: normal }
#counts meter { width: 16rem }
#legend span, #map a { font: 11px ui-monospace, monospace; padding: 2px 5px; border-radius: 3px; text-decoration: none; color: var(--ink) }
#map { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .3rem 1.5rem }
#map h3 { font-size: 14px; margin: .6rem 0 .2rem }
#map p { margin: 0; display: flex; flex-wrap: wrap; gap: 3px }
.most { background: var(--most) } .some { background: var(--some) } .little { background: var(--little) }
.refused { background: var(--refused) } .none { background: var(--none) }
#map .most, #legend .most { color: #fff }
#map a:focus, #map a:hover { outline: 2px solid currentColor }
small { opacity: .75; font-weight: normal }
details { margin: .2rem 0; padding-left: .5rem }
summary { background: none; border-left: .6rem solid var(--none); padding-left: .5rem; cursor: pointer }
summary.most { border-color: var(--most) } summary.some { border-color: var(--some) } summary.little { border-color: var(--little) }
summary.refused { border-color: var(--refused) }
details p { margin: .2rem 0 .2rem 1.5rem; font-size: 13px }
em { display: inline-block; min-width: 6rem; opacity: .75; font-style: normal }
b { font-weight: 600 } i { font-style: normal; opacity: .5 } b b, i b { text-decoration: underline }
"""

SCRIPT = """
const open = () => {
  const found = document.getElementById(location.hash.slice(1))
  if (found) { found.open = true; found.scrollIntoView() }
}
addEventListener("hashchange", open); open()
"""
