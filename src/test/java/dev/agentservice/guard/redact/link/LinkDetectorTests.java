package dev.agentservice.guard.redact.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What other detectors take out of a URL does not count as carried away by it. */
@BesideOthers
class LinkDetectorTests {

	private static final String BEFORE = "See ";

	private static final String PLACE = "https://away.test/?q=";

	/** With {@code q=} it is 52 characters, of which 40 may be carried. */
	private static final String DATA = "x".repeat(50);

	private static final String TEXT = BEFORE + PLACE + DATA + " for more";

	private static final int URL = BEFORE.length();

	private static final int FIRST = URL + PLACE.length();

	private static final int END = FIRST + DATA.length();

	@Test
	void aUrlThatCarriesTooMuchGoes() {
		assertThat(found(TEXT, 0)).containsExactly(new Span(FindingType.LINK, URL, END));
	}

	@Test
	void itStaysIfWhatItCarriesIsTakenOutAnyway() {
		assertThat(found(TEXT, 0, span(FIRST, FIRST + 12))).isEmpty();
		assertThat(found(TEXT, 0, span(END - 12, END))).isEmpty();
		assertThat(found(TEXT, 0, span(FIRST, FIRST + 11))).hasSize(1);
	}

	@Test
	void itGoesAsAWholeOrIsTakenOutAsAWhole() {
		assertThat(found(TEXT, 0, span(URL, END))).isEmpty();
	}

	@Test
	void whatReachesOverItsBordersIsNoPartOfIt() {
		assertThat(found(TEXT, 0, span(0, FIRST + 20))).hasSize(1);
		assertThat(found(TEXT, 0, span(FIRST + 20, END + 4))).hasSize(1);
		assertThat(found(TEXT, 0, span(0, 3))).hasSize(1);
		assertThat(found(TEXT, 0, span(END + 1, END + 4))).hasSize(1);
	}

	@Test
	void severalAreTakenOutInAnyOrder() {
		assertThat(found(TEXT, 0, span(FIRST, FIRST + 6), span(END - 6, END))).isEmpty();
		assertThat(found(TEXT, 0, span(END - 6, END), span(FIRST, FIRST + 6))).isEmpty();
		assertThat(found(TEXT, 0, span(FIRST, FIRST + 6), span(FIRST + 6, FIRST + 12))).isEmpty();
	}

	@Test
	void whatOverlapsIsNotCountedTwice() {
		assertThat(found(TEXT, 0, span(FIRST, FIRST + 11), span(FIRST + 10, FIRST + 16))).hasSize(1);
	}

	@Test
	void onlyWhatBeginsBehindTheFrontIsTold() {
		assertThat(found(TEXT, URL)).hasSize(1);
		assertThat(found(TEXT, URL + 1)).isEmpty();
		assertThat(found(PLACE + DATA, 0)).containsExactly(new Span(FindingType.LINK, 0, PLACE.length() + 50));
	}

	@Test
	void whatEnclosesAUrlIsNoPartOfIt() {
		String enclosed = "(" + PLACE + DATA + "),";
		assertThat(found(enclosed, 0)).containsExactly(new Span(FindingType.LINK, 1, enclosed.length() - 2));
	}

	private static Span span(int start, int end) {
		return new Span(FindingType.CREDENTIAL, start, end);
	}

	private static List<Span> found(String text, int from, Span... others) {
		List<Span> found = new ArrayList<>();
		LinkDetector detector = new LinkDetector(new LinkJudge(RedactionPolicy.standard()),
				List.of(new Others(List.of(others))));
		assertThat(detector.type()).isEqualTo(FindingType.LINK);
		detector.detect(Passage.of(text.substring(0, from), text.substring(from), 0), found::add);
		return found;
	}

	/** Finds these, whatever the passage is. */
	private record Others(List<Span> spans) implements Detector {

		@Override
		public FindingType type() {
			return FindingType.CREDENTIAL;
		}

		@Override
		public void detect(Passage passage, Consumer<Span> found) {
			this.spans.forEach(found);
		}

	}

}
