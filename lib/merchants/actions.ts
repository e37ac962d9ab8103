'use server'
import { queryAction } from '@/lib/platform/http/query-action'
import { searchEverything } from './queries'

/** What ⌘K asks while a person types. */
export const searchEverythingAction = queryAction(searchEverything)
