'use server'
import { serverAction } from '@/lib/platform/http/action'
import { draftCardVersion, recallCardDraft, saveCardDraft, withdrawCardDraft } from './commands/draft-card'
import { publishCard, returnCardDraft, submitCardDraft } from './commands/publish-card'

export const draftCardVersionAction = serverAction(draftCardVersion)
/** The editor keeps what it shows. */
export const saveCardDraftAction = serverAction(saveCardDraft, { revalidate: [] })
export const recallCardDraftAction = serverAction(recallCardDraft)
export const withdrawCardDraftAction = serverAction(withdrawCardDraft)
export const submitCardDraftAction = serverAction(submitCardDraft)
export const returnCardDraftAction = serverAction(returnCardDraft)
export const publishCardAction = serverAction(publishCard)
