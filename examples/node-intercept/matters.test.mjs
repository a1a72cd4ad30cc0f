// Run as: mockclio run --intercept -- node --test
import assert from 'node:assert/strict'
import https from 'node:https'
import { test } from 'node:test'
import { openMatters } from './matters.mjs'

const token = process.env.CLIO_TOKEN

test('all pages of open matters are read from the host of the service', async () => {
  const matters = await openMatters(token)
  assert.ok(matters.length > 5)
  assert.equal(new Set(matters.map((matter) => matter.id)).size, matters.length)
})

test('a wrong token is an error', async () => {
  await assert.rejects(openMatters('wrong'), /Clio answered 401/)
})

test('https.request reaches the mock too, and a token of another region is refused', async () => {
  const status = (host) =>
    new Promise((resolve, reject) => {
      const options = { host, path: '/api/v4/users/who_am_i.json', headers: { Authorization: `Bearer ${token}` } }
      https.get(options, (answer) => answer.resume() && resolve(answer.statusCode)).on('error', reject)
    })
  assert.deepEqual([await status('app.clio.com'), await status('au.app.clio.com')], [200, 401])
})
