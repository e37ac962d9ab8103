'use server'
import { serverAction } from '@/lib/platform/http/action'
import {
  insureParkAsset,
  mortgageParkAsset,
  recordParkAsset,
  registerParkAsset,
  revalueParkAsset,
} from './commands/assets'
import { certifyStage, planStage } from './commands/stages'

export const recordParkAssetAction = serverAction(recordParkAsset)
export const revalueParkAssetAction = serverAction(revalueParkAsset)
export const registerParkAssetAction = serverAction(registerParkAsset)
export const mortgageParkAssetAction = serverAction(mortgageParkAsset)
export const insureParkAssetAction = serverAction(insureParkAsset)
export const planStageAction = serverAction(planStage)
export const certifyStageAction = serverAction(certifyStage)
