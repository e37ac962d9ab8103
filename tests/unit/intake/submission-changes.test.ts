import { expect, test } from 'vitest'
import { changesBetween } from '@/lib/intake/submission-changes'

const entry = (more: object = {}) => ({
  applicationId: 'a',
  no: '7',
  name: '甲五金店',
  phone: '13800000001',
  requested: '50000000',
  position: 6,
  itemVersion: 1,
  documents: [
    { slot: 'BUSINESS_LICENSE', side: null, sha256: '1' },
    { slot: 'ID_LEGAL_REP', side: 'FRONT', sha256: '2' },
  ],
  consents: [{ kind: 'CREDIT_QUERY' }, { kind: 'DATA_SHARING' }],
  ...more,
})

test('the same papers and consents in another order, or another place in the list, are no change', () => {
  const again = entry({
    documents: entry().documents.toReversed(),
    consents: entry().consents.toReversed(),
    position: 2,
  })
  expect(changesBetween([entry()], [again])).toEqual([])
})

test('a change is told with both values, money in yuan, and with the slot whose paper is another', () => {
  const documents = [entry().documents[0], { slot: 'ID_LEGAL_REP', side: 'FRONT', sha256: '3' }]
  expect(changesBetween([entry()], [entry({ requested: '60000000', documents })])).toMatchObject([
    {
      row: '7',
      change: 'CHANGED',
      values: [{ field: 'requested', from: '500000.00', to: '600000.00' }],
      slots: ['ID_LEGAL_REP'],
    },
  ])
})

test('a merchant that came or went is told as such', () => {
  expect(changesBetween([entry()], []).map((c) => c.change)).toEqual(['REMOVED'])
  expect(changesBetween([], [entry()]).map((c) => c.change)).toEqual(['ADDED'])
})
