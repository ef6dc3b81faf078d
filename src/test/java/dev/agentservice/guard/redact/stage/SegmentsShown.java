package dev.agentservice.guard.redact.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.RedactionPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passes texts through a {@link SegmentStage} and keeps what its detectors were shown and
 * what came out.
 */
final class SegmentsShown {

	private final int longest;

	private final StringBuilder out = new StringBuilder();

	private final List<Passage> shown = new ArrayList<>();

	SegmentsShown(int longest) {
		this.longest = longest;
	}

	StringBuilder out() {
		return this.out;
	}

	List<Passage> shown() {
		return this.shown;
	}

	String left(String text) {
		pass(text, RedactionPolicy.standard(), recording(FindingType.EMAIL));
		return this.out.toString();
	}

	/** The segments of a text that comes out as it was. */
	String of(String text) {
		left(text);
		assertThat(this.out).hasToString(text);
		return this.shown.stream().map(SegmentsShown::judged).collect(Collectors.joining(" | "));
	}

	static String judged(Passage passage) {
		return passage.text().substring(passage.from());
	}

	void pass(String text, RedactionPolicy policy, Detector... detectors) {
		this.out.setLength(0);
		this.shown.clear();
		SegmentStage stage = stage(policy, detectors);
		stage.acceptAll(text);
		stage.finish();
	}

	SegmentStage stage(RedactionPolicy policy, Detector... detectors) {
		return new SegmentStage(List.of(detectors), new Findings(policy, (_) -> false, (_, _) -> {
		}), this.longest, new Stage() {

			@Override
			public void accept(int codePoint) {
				SegmentsShown.this.out.appendCodePoint(codePoint);
			}

			@Override
			public void finish() {
				SegmentsShown.this.out.append("");
			}

		});
	}

	Detector recording(FindingType type) {
		return detector(type, (passage, _) -> this.shown.add(passage));
	}

	static Detector finding(FindingType type, String pattern) {
		return detector(type,
				(passage, found) -> Pattern.compile(pattern)
					.matcher(passage.text())
					.results()
					.filter((result) -> result.start() >= passage.from())
					.forEach((result) -> found.accept(new Span(type, result.start(), result.end()))));
	}

	private static Detector detector(FindingType type, BiConsumer<Passage, Consumer<Span>> detection) {
		return new Detector() {

			@Override
			public FindingType type() {
				return type;
			}

			@Override
			public void detect(Passage passage, Consumer<Span> found) {
				detection.accept(passage, found);
			}

		};
	}

}
