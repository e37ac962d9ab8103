import { existsSync, mkdtempSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SetAside } from '@/lib/intake/set-aside'

async function all<T>(aside: SetAside<T>, most: number): Promise<T[][]> {
  const out: T[][] = []
  for await (const slice of aside.slices(most)) out.push(slice)
  return out
}

describe('what waits on disk', () => {
  it('comes back in its order, in slices of the size asked for, as often as it is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 1, max: 7 }),
        async (paths, most) => {
          const aside = await SetAside.begin<{ path: string }>()
          try {
            for (const path of paths) await aside.add({ path })
            for (let again = 0; again < 2; again++) {
              const slices = await all(aside, most)
              expect(slices.flat().map((s) => s.path)).toEqual(paths)
              expect(slices.every((s, i) => s.length === most || i === slices.length - 1)).toBe(true)
            }
          } finally {
            await aside.discard()
          }
        },
      ),
      { numRuns: 30 },
    )
  })
  it('keeps amounts exact, and is gone when it is discarded', async () => {
    const aside = await SetAside.begin<never>()
    const load = await aside.keep({ fen: 98_000_000_000_000_001n, none: null, by: new Map([[1, ['a']]]) })
    const other = await aside.keep('another')
    expect(await load()).toEqual({ fen: 98_000_000_000_000_001n, none: null, by: new Map([[1, ['a']]]) })
    expect(await other()).toBe('another')
    await aside.discard()
    await expect(load()).rejects.toThrow()
  })
  it('what a reading that was killed has left is cleared away by a later one', async () => {
    const old = mkdtempSync(join(tmpdir(), 'fangshi-reading-'))
    const long = new Date(Date.now() - 2 * 86_400_000)
    utimesSync(old, long, long)
    const aside = await SetAside.begin<never>()
    expect(existsSync(old)).toBe(false)
    await aside.discard()
  })
})
