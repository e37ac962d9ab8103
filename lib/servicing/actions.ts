'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryAction } from '@/lib/platform/http/query-action'
import { loanGuarantors, previewLoanChange } from './change-queries'
import { decideLoanChange, requestLoanChange, withdrawLoanChange } from './commands/changes'
import { recordDebits } from './commands/debits'
import { repayLoan } from './commands/repay'
import { requestEndOfDay } from './end-of-day/run'
import { decideLedgerChange, proposeAccount, proposeRule } from './ledger/configure'
import { exportJournal } from './ledger/export'
import { closePeriod } from './ledger/period'
import { repaymentPreview } from './queries'
import { importCoreStatement, resolveDifference } from './reconciliation/commands'

export const repayLoanAction = serverAction(repayLoan)
export const previewRepaymentAction = queryAction(repaymentPreview)
export const requestLoanChangeAction = serverAction(requestLoanChange)
export const decideLoanChangeAction = serverAction(decideLoanChange)
export const withdrawLoanChangeAction = serverAction(withdrawLoanChange)
export const previewLoanChangeAction = queryAction(previewLoanChange)
export const loanGuarantorsAction = queryAction(loanGuarantors)
export const recordDebitsAction = serverAction(recordDebits)
export const requestEndOfDayAction = serverAction(requestEndOfDay)
export const proposeAccountAction = serverAction(proposeAccount)
export const proposeRuleAction = serverAction(proposeRule)
export const decideLedgerChangeAction = serverAction(decideLedgerChange)
export const closePeriodAction = serverAction(closePeriod)
export const exportJournalAction = serverAction(exportJournal)
export const importCoreStatementAction = serverAction(importCoreStatement)
export const resolveDifferenceAction = serverAction(resolveDifference)
