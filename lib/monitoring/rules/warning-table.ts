/** Default values of the early-warning indicators (§8.2). A bank changes them as parameters. */
import type { Comparison, NumberRule, WarningLevel, WarningTable, WarningUnit } from './warnings'

const PCT = 10_000

function number(
  reading: string,
  unit: WarningUnit,
  compare: Comparison,
  yellow: number | null,
  orange: number | null,
  red: number | null,
  levelCompare?: Partial<Record<WarningLevel, Comparison>>,
): NumberRule {
  return {
    kind: 'NUMBER',
    reading,
    unit,
    compare,
    levels: {
      ...(yellow === null ? {} : { YELLOW: yellow }),
      ...(orange === null ? {} : { ORANGE: orange }),
      ...(red === null ? {} : { RED: red }),
    },
    ...(levelCompare ? { levelCompare } : {}),
  }
}

const percent = (reading: string, compare: Comparison, y: number | null, o: number | null, r: number | null) =>
  number(reading, 'PPM', compare, y === null ? null : y * PCT, o === null ? null : o * PCT, r === null ? null : r * PCT)

export const DEFAULT_WARNINGS: WarningTable = {
  'W-M01': {
    object: 'market',
    rules: [percent('occupancyDrop', '>=', 3, 5, 10), percent('occupancy', '<', null, null, 70)],
  },
  'W-M02': { object: 'market', rules: [percent('footfallYoY', '<=', -10, -20, -35)] },
  'W-M03': { object: 'market', rules: [percent('feeCollectionRate', '<', 95, 90, 80)] },
  'W-M04': {
    object: 'market',
    rules: [
      percent('equityChange', '>=', 5, null, null),
      { kind: 'EVENT', events: { LEGAL_REP_CHANGED: 'ORANGE', CONTROLLER_CHANGED: 'RED' } },
    ],
  },
  'W-M05': {
    object: 'market',
    rules: [
      { ...number('closedDays', 'DAYS', '>=', 0, 1, 7), levelCompare: { RED: '>' } },
      { kind: 'EVENT', events: { CASUALTIES: 'RED' } },
    ],
  },
  'W-M06': {
    object: 'market',
    rules: [
      {
        kind: 'EVENT',
        events: {
          RELOCATION_RUMOUR_VERIFIED: 'YELLOW',
          RELOCATION_NOTICE_PUBLISHED: 'ORANGE',
          RELOCATION_DATE_FIXED: 'RED',
        },
      },
    ],
  },
  'W-M07': { object: 'market', rules: [percent('merchantsLeftQuarter', '>=', 3, 5, 10)] },
  'W-M08': { object: 'market', rules: [percent('overdueRatio', '>=', 2, 4, 6)] },
  'W-M09': { object: 'market', rules: [percent('nplRatio', '>=', 1, 2, 5)] },
  'W-M10': { object: 'market', rules: [number('returnDaysLate', 'DAYS', '>=', 3, 7, 15)] },
  'W-M11': {
    object: 'market',
    rules: [number('complaints', 'COUNT', '>=', 1, 3, null), { kind: 'EVENT', events: { GROUP_EVENT: 'RED' } }],
  },
  'W-P01': { object: 'guarantor', rules: [number('multiple', 'MILLI_TIMES', '>=', 7000, 9000, 10_000, { RED: '>' })] },
  'W-P02': { object: 'guarantor', rules: [percent('netAssetsYoY', '<=', -5, -15, -30)] },
  'W-P03': { object: 'guarantor', rules: [percent('compensationRate', '>=', 2, 3, 5)] },
  'W-P04': { object: 'guarantor', rules: [number('claimUnpaid', 'WORKING_DAYS', '>=', 1, 5, 10)] },
  'W-P05': {
    object: 'guarantor',
    rules: [
      {
        kind: 'EVENT',
        events: { REGULATORY_NOTICE: 'YELLOW', PENALTY: 'ORANGE', LITIGATION: 'YELLOW', LICENCE_SUSPENDED: 'RED' },
      },
    ],
  },
  'W-P06': { object: 'insurer', rules: [percent('lossRatio', '>=', 80, 100, 120)] },
  'W-P07': { object: 'insurer', rules: [percent('comprehensiveSolvency', '<', 180, 150, 120)] },
  'W-P08': { object: 'fund', rules: [percent('leverageUse', '>=', 80, 90, 100)] },
  'W-P09': { object: 'fund', rules: [percent('poolLossUsed', '>=', 30, 60, 90)] },
  'W-P10': { object: 'fund', rules: [percent('poolOverdueRate', '>=', 2, 3, 5)] },
  'W-C01': { object: 'merchant', rules: [number('dpd', 'DAYS', '>=', 1, 8, 31)] },
  'W-C02': { object: 'merchant', rules: [number('rentArrears', 'DAYS', '>=', 15, 30, 60)] },
  'W-C03': {
    object: 'merchant',
    rules: [
      number('stallClosed', 'DAYS', '>', null, 3, 7),
      { kind: 'EVENT', events: { TRANSFER_APPLIED: 'YELLOW', STALL_TRANSFERRED: 'RED' } },
    ],
  },
  'W-C04': { object: 'merchant', rules: [percent('accountCreditsChange', '<=', -20, -35, -50)] },
  'W-C05': {
    object: 'merchant',
    rules: [
      percent('claimsToNetAssets', '>', 0, 20, null),
      { kind: 'EVENT', events: { DEFENDANT: 'YELLOW', ENFORCEMENT: 'RED', DISHONEST_DEBTOR: 'RED' } },
    ],
  },
  'W-C06': {
    object: 'merchant',
    rules: [number('newInstitutions', 'COUNT', '>=', 1, 2, 3), number('hardInquiries', 'COUNT', '>=', 4, 7, 10)],
  },
  'W-C07': {
    object: 'merchant',
    rules: [number('overdueElsewhere', 'DAYS', '>=', 1, 31, 61), { kind: 'EVENT', events: { NPL_ELSEWHERE: 'RED' } }],
  },
  'W-C08': {
    object: 'merchant',
    rules: [{ kind: 'EVENT', events: { DIVORCE: 'YELLOW', ILLNESS: 'YELLOW', MISSING: 'RED', DEATH: 'RED' } }],
  },
  'W-C09': {
    object: 'merchant',
    rules: [number('useProofLate', 'DAYS', '>=', 7, 30, null), { kind: 'EVENT', events: { MISUSE_PROVEN: 'RED' } }],
  },
  'W-C10': {
    object: 'merchant',
    rules: [percent('stockChange', '<=', -20, -40, null), { kind: 'EVENT', events: { STALL_EMPTY: 'RED' } }],
  },
  'W-G01': {
    object: 'group',
    rules: [number('memberDpd', 'DAYS', '>=', 8, 30, null), { kind: 'EVENT', events: { MEMBER_COMPENSATED: 'RED' } }],
  },
  'W-G02': { object: 'group', rules: [number('unwillingMembers', 'COUNT', '>=', null, 1, 2)] },
  'W-A01': {
    object: 'account',
    rules: [{ kind: 'EVENT', events: { RECONCILIATION_DIFFERENCE: 'ORANGE', JUDICIAL_FREEZE: 'RED' } }],
  },
}
