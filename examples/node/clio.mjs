// Reads and writes through the API, and checks the signature of what webhooks tell. Nothing but Node itself is needed.
import { createHmac, timingSafeEqual } from 'node:crypto'

export class Clio {
  constructor({ url = process.env.CLIO_BASE_URL, token = process.env.CLIO_TOKEN } = {}) {
    this.url = url
    this.token = token
  }

  async call(method, path, data) {
    const url = path.startsWith('http') ? path : `${this.url}/api/v4${path}`
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' }
    const answer = await fetch(url, { method, headers, body: data && JSON.stringify({ data }) })
    if (answer.status === 204) return null
    const body = await answer.json()
    if (!answer.ok) throw Object.assign(new Error(body.error.message), { status: answer.status, type: body.error.type })
    return body
  }

  // All rows of a list, page by page.
  async *list(path) {
    for (let next = path; next; ) {
      const { data, meta } = await this.call('GET', next)
      yield* data
      next = meta.paging.next
    }
  }
}

export function isSigned(secret, body, signature = '') {
  const expected = createHmac('sha256', secret).update(body).digest('hex')
  return expected.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
}
