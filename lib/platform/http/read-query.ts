/** Query parameters as the routes read them, remembering which were read: one that no route knows is refused by name. */
import { refuse } from '../errors'

export type QueryParameters = Record<string, string | string[]>

export function readQuery(search: URLSearchParams): { query: QueryParameters; refuseUnread(): void } {
  const given: QueryParameters = Object.create(null)
  for (const key of new Set(search.keys())) {
    const all = search.getAll(key)
    // filter[state]=… and state=… say the same
    const name = /^filter\[(\w+)\]$/.exec(key)?.[1] ?? key
    given[name] = all.length > 1 ? all : all[0]!
  }
  const read = new Set<string>()
  const query = new Proxy(given, {
    get(target, name) {
      if (typeof name === 'string') read.add(name)
      return Reflect.get(target, name)
    },
    has(target, name) {
      if (typeof name === 'string') read.add(name)
      return Reflect.has(target, name)
    },
    ownKeys(target) {
      const keys = Reflect.ownKeys(target)
      for (const key of keys) if (typeof key === 'string') read.add(key)
      return keys
    },
  })
  return {
    query,
    refuseUnread() {
      const unknown = Object.keys(given).filter((name) => !read.has(name))
      if (unknown.length === 0) return
      const fields = unknown.map((path) => ({ path, code: 'E_UNKNOWN_FIELD' }))
      throw refuse('E_UNKNOWN_FIELD', { fields: unknown }, { fields })
    },
  }
}
