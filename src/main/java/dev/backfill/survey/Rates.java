package dev.backfill.survey;

import dev.backfill.estimate.Observation;
import dev.backfill.estimate.Prices;
import dev.backfill.plan.DocumentType;
import java.util.List;

/** What estimates rest on besides a plan's sizes: prices, and what earlier runs took. */
public interface Rates {
  /** The program's own prices, and no earlier runs; nothing is kept. */
  Rates OF_PROGRAM =
      new Rates() {
        @Override
        public Prices prices() {
          return Prices.ofProgram();
        }

        @Override
        public List<Observation> of(DocumentType type) {
          return List.of();
        }

        @Override
        public void keep(List<DocumentType> types, List<Observation> seen) {}
      };

  Prices prices();

  /** What was seen of runs with a document type, the oldest first. */
  List<Observation> of(DocumentType type);

  /** Keeps what a run with these types took; what cannot be kept is no fault of the run. */
  void keep(List<DocumentType> types, List<Observation> seen);
}
