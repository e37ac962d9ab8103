'use server'
import { serverAction } from '@/lib/platform/http/action'
import { recordConsent, withdrawConsent } from './commands/consents'
import { removeItem, removeItems, supplementItem, updateItem } from './commands/items'
import { assignDocument, discardDocument } from './commands/papers'
import { remapPacket } from './commands/receive'

export const recordConsentAction = serverAction(recordConsent)
export const withdrawConsentAction = serverAction(withdrawConsent)
export const updateItemAction = serverAction(updateItem)
export const removeItemAction = serverAction(removeItem)
export const removeItemsAction = serverAction(removeItems)
export const supplementItemAction = serverAction(supplementItem)
export const assignDocumentAction = serverAction(assignDocument)
export const discardDocumentAction = serverAction(discardDocument)
export const remapPacketAction = serverAction(remapPacket)
