'use server'
import { serverAction } from '@/lib/platform/http/action'
import { finishTask } from './hand-tasks'

export const finishTaskAction = serverAction(finishTask)
