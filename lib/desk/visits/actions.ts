'use server'
import { serverAction } from '@/lib/platform/http/action'
import { addVisitPhoto, checkIn, confirmGrade, moveVisit, planVisitMonth, setGrade, setPlace } from './commands'

export const setGradeAction = serverAction(setGrade)
export const confirmGradeAction = serverAction(confirmGrade)
export const setPlaceAction = serverAction(setPlace)
export const checkInAction = serverAction(checkIn)
export const addPlannedVisitPhotoAction = serverAction(addVisitPhoto)
export const moveVisitAction = serverAction(moveVisit)
export const planVisitMonthAction = serverAction(planVisitMonth)
