import { expect, test } from 'vitest'
import { yuan } from '@/lib/platform/money'
import { toWire } from '@/lib/platform/wire'

test('amounts and rates lose their suffix on the way out, and stay exact', () => {
  expect(toWire({ limitFen: yuan('1234.50'), ratePpm: 46_500, items: [{ dueFen: 1n }] })).toEqual({
    limit: '1234.50',
    rate: '4.65',
    items: [{ due: '0.01' }],
  })
})
