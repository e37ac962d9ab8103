import type { ListedMerchant } from './fields'

/** What a name of a file or folder may say about whose it is, and how much that weighs. */
export type EvidenceKind = 'uscc' | 'ownerIdNo' | 'phone' | 'name' | 'stallNo' | 'ownerName' | 'partOfName' | 'no'
const WEIGHT: Record<EvidenceKind, number> = {
  uscc: 100,
  ownerIdNo: 100,
  phone: 60,
  name: 40,
  stallNo: 40,
  ownerName: 25,
  partOfName: 20,
  no: 15,
}
export const weightOf = (kind: EvidenceKind): number => WEIGHT[kind]

export type Evidence = { kind: EvidenceKind; merchants: number[]; from: number; to: number }

/** Letters and digits as they count when names are compared: case, width, brackets and separators do not. */
export function nameKey(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** One merchant has most keys to itself: then no list is made for it. */
type Places = Map<string, number | number[]>
type Lookup = { kind: EvidenceKind; keys: Places; lengths: number[]; firsts: Set<string> }

const MIN_PART = 3

/** Finds merchants in the names of files: built once for a list, then asked for every distinct folder and file name. */
export class MerchantIndex {
  private readonly lookups: Lookup[]
  private readonly numbers: Places = new Map()
  private readonly names: string[]
  private bigrams: Places | null = null

  constructor(merchants: readonly ListedMerchant[]) {
    this.names = merchants.map((m) => nameKey(m.values.name ?? ''))
    this.lookups = [
      lookup('uscc', merchants, (m) => [m.values.uscc]),
      lookup('ownerIdNo', merchants, (m) => [m.values.ownerIdNo]),
      lookup('phone', merchants, (m) => [m.values.phone]),
      lookup('name', merchants, (m) => [m.values.name]),
      lookup('stallNo', merchants, (m) => m.values.stallNo?.split(/[、,;/]/) ?? []),
      lookup('ownerName', merchants, (m) => [m.values.ownerName]),
    ]
    merchants.forEach((m, i) => {
      const no = m.values.no ?? String(i + 1)
      add(this.numbers, no.replace(/^0+(?=\d)/, ''), i)
    })
  }

  /** Everything that a folder's or file's name says, longer findings hiding the shorter ones inside them. */
  find(segment: string): Evidence[] {
    const key = nameKey(segment)
    const found: Evidence[] = []
    for (const { kind, keys, lengths, firsts } of this.lookups) {
      for (let from = 0; from < key.length; from++) {
        if (!firsts.has(key[from]!)) continue
        for (const length of lengths) {
          const merchants = placesOf(keys, key.slice(from, from + length))
          if (merchants && from + length <= key.length && standsAlone(key, from, from + length)) {
            found.push({ kind, merchants, from, to: from + length })
          }
        }
      }
    }
    return withoutHidden(found)
  }

  /** The row's number at the beginning of a name: "12", "012-某某", "第12号". */
  findNumber(segment: string): Evidence | null {
    const m = /^(?:no\.?|第|序号|编号)?\s*0*(\d{1,6})(?=$|[号\s._、，,\-—(（]|[^\d])/i.exec(segment.normalize('NFKC'))
    const merchants = m && placesOf(this.numbers, m[1]!)
    return merchants ? { kind: 'no', merchants, from: 0, to: m[0].length } : null
  }

  /** A name cut short ("鑫源工具"): only when a single merchant's name holds it. */
  findPart(segment: string): Evidence | null {
    for (const token of segment
      .normalize('NFKC')
      .toUpperCase()
      .split(/[^\p{L}\p{N}]+/u)) {
      if ([...token].length < MIN_PART) continue
      const merchants = this.withPart(token)
      if (merchants.length === 1) return { kind: 'partOfName', merchants, from: 0, to: token.length }
    }
    return null
  }

  private withPart(token: string): number[] {
    this.bigrams ??= bigramsOf(this.names)
    const lists = bigramKeys(token).map((key) => placesOf(this.bigrams!, key) ?? [])
    const shortest = lists.reduce((a, b) => (b.length < a.length ? b : a), lists[0] ?? [])
    return shortest.filter((i) => this.names[i]!.includes(token)).slice(0, 2)
  }
}

function lookup(
  kind: EvidenceKind,
  merchants: readonly ListedMerchant[],
  values: (m: ListedMerchant) => (string | null)[],
): Lookup {
  const keys: Places = new Map()
  merchants.forEach((m, i) => {
    for (const value of values(m)) {
      const key = value ? nameKey(value) : ''
      if (key.length > (kind === 'stallNo' ? 0 : 1)) add(keys, key, i)
    }
  })
  const lengths = [...new Set([...keys.keys()].map((k) => k.length))].toSorted((a, b) => b - a)
  return { kind, keys, lengths, firsts: new Set([...keys.keys()].map((k) => k[0]!)) }
}

function add(map: Places, key: string, value: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, value)
  else if (typeof known === 'number') {
    if (known !== value) map.set(key, [known, value])
  } else if (known.at(-1) !== value) known.push(value)
}

function placesOf(map: Places, key: string): number[] | undefined {
  const known = map.get(key)
  return typeof known === 'number' ? [known] : known
}

const ALNUM = /[A-Z0-9]/

/** A101 is not in A1011, nor 13800138000 in a longer run of digits; Han characters may follow one another. */
function standsAlone(key: string, from: number, to: number): boolean {
  const cuts = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && ALNUM.test(a) && ALNUM.test(b)
  return !cuts(key[from - 1], key[from]) && !cuts(key[to - 1], key[to])
}

function withoutHidden(found: Evidence[]): Evidence[] {
  return found.filter(
    (a) => !found.some((b) => b !== a && b.from <= a.from && b.to >= a.to && b.to - b.from > a.to - a.from),
  )
}

function bigramKeys(text: string): string[] {
  return Array.from({ length: Math.max(text.length - 1, 0) }, (_, i) => text.slice(i, i + 2))
}

function bigramsOf(names: string[]): Places {
  const map: Places = new Map()
  names.forEach((name, i) => {
    for (const key of bigramKeys(name)) add(map, key, i)
  })
  return map
}
