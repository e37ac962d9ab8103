import { checkBankCard } from './bank-card'
import type { Check, Today } from './check'
import { checkCitizenId } from './citizen-id'
import { checkOrgCode } from './org-code'
import { checkPhone } from './phone'
import { checkRegistrationNumber } from './registration-number'
import { checkUscc } from './uscc'
import { checkZhongzheng } from './zhongzheng'

/** Kinds of `POST /api/v1/validators`. */
export const VALIDATOR_KINDS = [
  'USCC',
  'ORG_CODE',
  'CITIZEN_ID',
  'ZHONGZHENG',
  'REG_NO_15',
  'BANK_CARD',
  'PHONE',
] as const
export type ValidatorKind = (typeof VALIDATOR_KINDS)[number]

/** Runs the validator of §4.2 for a kind. `today` is the bank's business date (only the citizen ID needs it). */
export function validate(kind: ValidatorKind, value: string, today: Today): Check {
  switch (kind) {
    case 'USCC':
      return checkUscc(value)
    case 'ORG_CODE':
      return checkOrgCode(value)
    case 'CITIZEN_ID':
      return checkCitizenId(value, today)
    case 'ZHONGZHENG':
      return checkZhongzheng(value)
    case 'REG_NO_15':
      return checkRegistrationNumber(value)
    case 'BANK_CARD':
      return checkBankCard(value)
    case 'PHONE':
      return checkPhone(value)
  }
}
