// Run as: mockclio run -- node --test
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { Clio, isSigned } from './clio.mjs'

const clio = new Clio()

test('all pages of matters are read', async () => {
  const matters = []
  for await (const matter of clio.list('/matters.json?limit=5&order=id(asc)&fields=id,display_number,client{name}')) matters.push(matter)
  const { meta } = await clio.call('GET', '/matters.json?limit=1')
  assert.equal(matters.length, meta.records)
  assert.equal(matters[0].client.name, 'Brightwater Foods Inc.')
})

test('a contact is created, renamed and removed', async () => {
  const { data } = await clio.call('POST', '/contacts.json?fields=id,name', { type: 'Company', name: 'Harbour Ltd' })
  const renamed = await clio.call('PATCH', `/contacts/${data.id}.json?fields=name`, { name: 'Harbour and Sons Ltd' })
  assert.equal(renamed.data.name, 'Harbour and Sons Ltd')
  assert.equal(await clio.call('DELETE', `/contacts/${data.id}.json`), null)
  await assert.rejects(clio.call('GET', `/contacts/${data.id}.json`), { status: 404 })
})

test('a field that does not exist is named', async () => {
  await assert.rejects(clio.call('GET', '/matters.json?fields=id,nmae'), { status: 400, type: 'InvalidFields', message: /nmae/ })
})

test('a webhook tells of a new task, signed with the secret of the handshake', async (t) => {
  let secret
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.headers['x-hook-secret']) {
      secret = request.headers['x-hook-secret']
      response.setHeader('X-Hook-Secret', secret)
    } else {
      server.emit('told', Buffer.concat(chunks), request.headers['x-hook-signature'])
    }
    response.end()
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  const told = once(server, 'told', { signal: AbortSignal.timeout(20_000) })

  const url = `http://127.0.0.1:${server.address().port}/clio`
  const { data: webhook } = await clio.call('POST', '/webhooks.json', { url, model: 'task', fields: 'id,name', events: ['created'] })
  while ((await clio.call('GET', `/webhooks/${webhook.id}.json?fields=status`)).data.status !== 'enabled') await setTimeout(20)
  const { data: matters } = await clio.call('GET', '/matters.json?limit=1')
  const { data: user } = await clio.call('GET', '/users/who_am_i.json')
  const assignee = { id: user.id, type: 'User' }
  await clio.call('POST', '/tasks.json', { name: 'Call the registry', description: 'Ask for the extract', matter: { id: matters[0].id }, assignee })

  const [body, signature] = await told
  assert.ok(isSigned(secret, body, signature))
  assert.ok(!isSigned(secret, Buffer.concat([body, Buffer.from(' ')]), signature))
  assert.equal(JSON.parse(body).data.name, 'Call the registry')
})
