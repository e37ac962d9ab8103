'use server'
import { serverAction } from '@/lib/platform/http/action'
import type { ListName } from './list-names'
import { deleteView, saveView } from './views'

const save = serverAction(saveView)
const remove = serverAction(deleteView)

type View = { name: string; query: string; columns?: Record<string, boolean>; shared: boolean }

/** The page binds the list, so that its table only says what is to be kept. */
export async function saveViewAction(list: ListName, { name, query, columns, shared }: View) {
  return save({ list, name, query, columns, shared })
}
export async function deleteViewAction(viewId: string) {
  return remove({ viewId })
}
