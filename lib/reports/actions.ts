'use server'
import { serverAction } from '@/lib/platform/http/action'
import { changeReport, createReport } from './regulatory'
import { takeSnapshot } from './snapshot'

export const takeSnapshotAction = serverAction(takeSnapshot)
export const createReportAction = serverAction(createReport)
export const changeReportAction = serverAction(changeReport)
