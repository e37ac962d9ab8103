'use server'
import { serverAction } from '@/lib/platform/http/action'
import { assignDocument, removeItem, supplementItem, updateItem } from './commands/items'
import { remapPacket } from './commands/receive'

export const updateItemAction = serverAction(updateItem)
export const removeItemAction = serverAction(removeItem)
export const supplementItemAction = serverAction(supplementItem)
export const assignDocumentAction = serverAction(assignDocument)
export const remapPacketAction = serverAction(remapPacket)
