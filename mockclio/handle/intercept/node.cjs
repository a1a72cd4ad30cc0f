// Node loads this before the program, because `mockclio run --intercept` put it into NODE_OPTIONS.
// https, fetch and undici all make their connections with tls.connect, so it is the one function that is replaced.
'use strict'
const tls = require('node:tls')
const { syncBuiltinESMExports } = require('node:module')

const address = process.env.MOCKCLIO_INTERCEPT_ADDRESS
const ca = process.env.MOCKCLIO_INTERCEPT_AUTHORITY
const HOSTS = ['app.clio.com', 'eu.app.clio.com', 'ca.app.clio.com', 'au.app.clio.com']
const connect = tls.connect

// The options and the callback of tls.connect(options), (port, options), (port, host, options), each with a callback or without.
function parts(words) {
  const host = words.find((word) => typeof word === 'string')
  const options = words.find((word) => word !== null && typeof word === 'object')
  return [{ ...(host && { host }), ...options }, words.find((word) => typeof word === 'function')]
}

if (address) {
  const [host, port] = address.split(':')
  tls.connect = function (...words) {
    const [options, callback] = parts(words)
    const name = String(options.servername || options.host || '').toLowerCase().replace(/\.$/, '')
    if (!HOSTS.includes(name)) return connect.apply(this, words)
    options.socket?.destroy() // a tunnel through a proxy, which would lead to the service
    const there = { host, port: Number(port), path: undefined, socket: undefined, lookup: undefined }
    return connect.call(this, { ...options, ...there, servername: name, ca, rejectUnauthorized: true, session: undefined }, callback)
  }
  syncBuiltinESMExports()
}
