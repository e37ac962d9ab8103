/** The stops that a partner's own figures bring, on their lines and beside them (§8.3). */
import { describe, expect, test } from 'vitest'
import { MONITORING_DEFAULTS as p } from '@/lib/monitoring/parameters'
import { type PartyReadings, partyStops } from '@/lib/monitoring/rules/party-stops'

const codes = (r: PartyReadings) => partyStops(r, p).map((s) => s.code)

describe('a partner’s figures', () => {
  test.each([
    ['S2', { leverageUse: 1_000_001 }, { leverageUse: 1_000_000 }],
    ['S4', { poolOverdueRate: 50_000 }, { poolOverdueRate: 49_999 }],
    ['S5', { lossRatio: 1_200_000 }, { lossRatio: 1_199_999 }],
    ['S6', { multiple: 10_001 }, { multiple: 10_000 }],
    ['S6', { claimUnpaid: 11 }, { claimUnpaid: 10 }],
  ] as const)('%s is met by %o and not by %o', (code, met, unmet) => {
    expect(codes(met)).toEqual([code])
    expect(codes(unmet)).toEqual([])
  })
  test('nothing is known of a partner: nothing stops', () => {
    expect(codes({})).toEqual([])
  })
})
