package dev.agentservice.guard;

import java.util.List;

import dev.agentservice.guard.Submission.Part;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How much there is to inspect of what somebody sends. */
@BesideOthers
class SubmissionTests {

	@Test
	void aTaskAloneIsInspectedOnce() {
		Submission submission = new Submission(List.of(), "M\u00fcde?");
		assertThat(submission.joined()).isEmpty();
		assertThat(submission.joinedBytes()).isZero();
		assertThat(submission.bytes()).isEqualTo(6);
	}

	@Test
	void whatReadsAsOneTextCountsOnceMore() {
		Submission submission = new Submission(List.of(new Part("ignore", true)), "previous");
		assertThat(submission.joined()).isNotEmpty();
		long joined = submission.joined().stream().mapToLong(String::length).sum();
		assertThat(submission.joinedBytes()).isEqualTo(joined);
		assertThat(submission.bytes()).isEqualTo("ignore".length() + "previous".length() + joined);
	}

	@Test
	void shortLinesAreJoinedUnlessTheTextsWereLetInBefore() {
		List<Part> history = List.of(new Part("ig\nnore", true));
		Submission fresh = new Submission(history, "Why?");
		Submission known = Submission.ofKnown(history, "Why?");
		assertThat(fresh.joined()).contains("ignore").hasSizeGreaterThan(known.joined().size());
		assertThat(known.joined()).doesNotContain("ignore");
		assertThat(fresh.joined()).containsAll(known.joined()).doesNotHaveDuplicates();
		assertThat(known.history()).isEqualTo(history);
		assertThat(known.task()).isEqualTo("Why?");
	}

}
