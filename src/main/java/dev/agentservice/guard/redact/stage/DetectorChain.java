package dev.agentservice.guard.redact.stage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import dev.agentservice.guard.redact.finding.FindingType;

/**
 * Applies all detectors to a segment. Where two find something in the same place, the
 * first one takes precedence.
 */
final class DetectorChain {

	/**
	 * What a shorter word without a digit or an at sign could give away is too little.
	 */
	private static final int SHORTEST = 6;

	private final List<Detector> detectors;

	private final boolean names;

	DetectorChain(List<Detector> detectors) {
		this.detectors = List.copyOf(detectors);
		this.names = detectors.stream().anyMatch((detector) -> detector.type() == FindingType.PERSON);
	}

	/** What is found, in order, without overlaps, in indexes of the segment. */
	List<Span> detect(CharSequence context, Segment segment) {
		if (!deservesALook(segment)) {
			return List.of();
		}
		Passage passage = Passage.of(context, segment.folded(), segment.digits());
		BitSet taken = new BitSet(segment.length());
		List<Span> spans = new ArrayList<>();
		for (Detector detector : this.detectors) {
			detector.detect(passage, (span) -> {
				int start = span.start() - passage.from();
				int end = span.end() - passage.from();
				int clash = taken.nextSetBit(start);
				if (clash < 0 || clash >= end) {
					taken.set(start, end);
					spans.add(new Span(span.type(), start, end));
				}
			});
		}
		spans.sort(Comparator.comparingInt(Span::start));
		return spans;
	}

	private boolean deservesALook(Segment segment) {
		return segment.digits() > 0 || segment.length() >= SHORTEST || segment.folded().indexOf("@") >= 0
				|| (this.names && Character.isUpperCase(segment.at(0)));
	}

}
