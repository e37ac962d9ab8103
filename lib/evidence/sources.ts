/** Kinds of evidence that fit any item, besides those that a scorecard names. */
export const EVIDENCE_SOURCES = ['SITE_PHOTO', 'DOCUMENT', 'RECORD'] as const
