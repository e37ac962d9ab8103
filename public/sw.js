/**
 * What the phone needs where there is no line: the parts of the program, and the few pages of the field that were opened
 * lately (signing, visit, collection), so that a page that was closed or reloaded opens again. Nothing else of the bank is
 * kept. Pages are always asked for first, live for twelve hours, and go when somebody signs out or the session has ended.
 */
const PAGES = 'fangshi-pages-1'
const PARTS = 'fangshi-parts-1'
const FIELD = /^\/(signing|monitoring\/visits|collection|scoring\/visits)\/[0-9a-f-]{36}$/
const PART = /^\/_next\/static\//
const KEPT_MS = 12 * 3_600_000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('fangshi-') && name !== PAGES && name !== PARTS)
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('message', (event) => {
  const { keep, forget } = event.data ?? {}
  if (forget) event.waitUntil(caches.delete(PAGES))
  if (typeof keep === 'string' && FIELD.test(keep)) event.waitUntil(fetchPage(keep).catch(() => undefined))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname === '/sign-in') event.waitUntil(caches.delete(PAGES))
  else if (PART.test(url.pathname)) event.respondWith(part(request))
  else if (request.mode === 'navigate' && FIELD.test(url.pathname)) event.respondWith(page(url.pathname, request))
})

async function page(path, request) {
  try {
    const answer = await fetch(request)
    if (answer.ok && !answer.redirected) await keepPage(path, answer.clone())
    return answer
  } catch (error) {
    const kept = await (await caches.open(PAGES)).match(path, { ignoreVary: true })
    if (kept && Date.now() - Number(kept.headers.get('x-kept-at')) < KEPT_MS) return kept
    throw error
  }
}

async function fetchPage(path) {
  const answer = await fetch(path, { headers: { accept: 'text/html' } })
  if (answer.ok && !answer.redirected) await keepPage(path, answer)
}

/** Keeps the page with its policy and nonce as they came, and every part that it names. */
async function keepPage(path, answer) {
  const text = await answer.text()
  const headers = new Headers(answer.headers)
  headers.set('x-kept-at', String(Date.now()))
  headers.delete('content-encoding')
  headers.delete('content-length')
  await (await caches.open(PAGES)).put(path, new Response(text, { headers }))
  const named = new Set(text.match(/\/_next\/static\/[\w./~%@-]+\.(?:js|css|woff2)/g) ?? [])
  await Promise.all([...named].map((address) => part(new Request(address)).catch(() => undefined)))
}

/** The name of a part changes with its content: what is kept is right. */
async function part(request) {
  const parts = await caches.open(PARTS)
  const kept = await parts.match(request, { ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await parts.put(request, answer.clone())
  return answer
}
