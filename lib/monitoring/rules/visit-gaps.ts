/** What a planned visit to a merchant must show (§9 row 2), and what is wanting. */
export const LEAST_PHOTOS = 2

export type VisitEvidence = {
  planned: boolean
  onSite: boolean
  checkedIn: boolean
  photos: number
  counterSigned: boolean
  result: 'SATISFACTORY' | 'ATTENTION'
  followUps: number
}
export type VisitGap = 'CHECK_IN' | 'PHOTOS' | 'COUNTER_SIGN' | 'FOLLOW_UP'

/** Only visits of the plan are measured; one by telephone needs neither place nor photos. */
export function visitGaps(v: VisitEvidence): VisitGap[] {
  if (!v.planned) return []
  return [
    ...(v.onSite && !v.checkedIn ? (['CHECK_IN'] as const) : []),
    ...(v.onSite && v.photos < LEAST_PHOTOS ? (['PHOTOS'] as const) : []),
    ...(v.onSite && !v.counterSigned ? (['COUNTER_SIGN'] as const) : []),
    ...(v.result === 'ATTENTION' && v.followUps === 0 ? (['FOLLOW_UP'] as const) : []),
  ]
}
