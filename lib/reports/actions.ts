'use server'
import { serverAction } from '@/lib/platform/http/action'
import { takeSnapshot } from './snapshot'

export const takeSnapshotAction = serverAction(takeSnapshot)
