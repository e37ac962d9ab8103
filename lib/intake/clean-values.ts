import { readDate } from './clean-dates'
import { readArea, readCount, readMoney, readMonths } from './clean-numbers'
import { cleanCode, cleanLabel, cleanPersonName, cleanPhone, cleanProse, type Reading } from './clean-text'
import type { Field, MerchantValues } from './fields'
import { plainText } from './header-text'
import type { MoneyUnit } from './money-unit'
import type { Cell } from './sheet-rows'

/** What the column itself says about its cells. */
export type ColumnContext = { unit: MoneyUnit; header: string }

type Value = MerchantValues[keyof MerchantValues]

/**
 * Reads one cell as its field: what a person meant by it, in the one form in which it is stored. Reading the stored
 * form again changes nothing. A value that is not one of the field gives E_NUMBER:<field>, E_DATE:<field> or
 * E_ID_AS_NUMBER and is never guessed.
 */
export function cleanValue(field: Field, cell: Cell, { unit, header }: ColumnContext): Reading<Value> {
  switch (field) {
    case 'annualTurnover':
    case 'annualRent':
    case 'requestedAmount':
      return readMoney(cell, unit, `E_NUMBER:${field}`)
    case 'rank':
      return readCount(cell, 'E_NUMBER:rank', { min: 1 })
    case 'staffCount':
      return readCount(cell, 'E_NUMBER:staffCount')
    case 'stallArea':
      return readArea(cell, 'E_NUMBER:stallArea')
    case 'requestedTermMonths':
      return readMonths(cell, 'E_NUMBER:requestedTermMonths', /年|year/i.test(plainText(header).replace(/.*[(]/, '')))
    case 'marketEntryDate':
      return readDate(cell, 'E_DATE:marketEntryDate')
    case 'uscc':
    case 'ownerIdNo':
      return cleanCode(cell)
    case 'phone':
      return cleanPhone(cell)
    case 'ownerName':
      return cleanPersonName(cell)
    case 'no':
    case 'stallNo':
    case 'groupName':
      return cleanLabel(cell)
    case 'name':
    case 'mainGoods':
    case 'purpose':
    case 'feePayment':
      return cleanProse(cell)
  }
}
