'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryAction } from '@/lib/platform/http/query-action'
import { evaluateCards } from './commands/evaluate'
import { importHistory, removeHistory } from './commands/import'
import { labProgress } from './queries'

export const importHistoryAction = serverAction(importHistory)
export const removeHistoryAction = serverAction(removeHistory)
export const evaluateCardsAction = serverAction(evaluateCards)
export const labProgressAction = queryAction(labProgress)
