/** What the ledger shows has words: an account's movement that reads as a key is a fault on the accountant's screen. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { standardRules } from '@/lib/servicing/ledger/rules'

test.each(['zh-CN', 'en'])('every event and part of a posting rule has a name in %s', (locale) => {
  const { event, ledger } = JSON.parse(readFileSync(`messages/${locale}/servicing.json`, 'utf8')) as {
    event: object
    ledger: { part: object }
  }
  const rules = standardRules()
  expect(rules.length).toBeGreaterThan(50)
  expect(
    rules.flatMap((r) => [...(r.event in event ? [] : [r.event]), ...(r.part in ledger.part ? [] : [r.part])]),
  ).toEqual([])
})
