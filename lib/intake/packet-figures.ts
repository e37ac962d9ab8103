/** The figures of a packet that has not been read yet. */
export const NO_COUNTS = { rows: 0, ready: 0, withErrors: 0, withWarnings: 0, documents: 0, unmatchedDocuments: 0 }
export const NO_PROGRESS = { rowsRead: 0, rowsTotal: 0, filesRead: 0, filesTotal: 0 }
