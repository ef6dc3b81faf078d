package dev.agentservice.privacy.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import dev.agentservice.privacy.PrivacyProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the files say was erased.
 */
class LedgerFileTests {

	private static final String JANE = "3f0c9a5be1d24470a6f2b8c1d5e07a93";

	private static final String ACME = "0123456789abcdef0123456789abcdef";

	@TempDir
	Path folder;

	@Test
	void whatWasAppendedIsReadAgain() {
		LedgerEntry entry = entry(1, Instant.now(), true);
		LedgerFile file = file("a.ndjson");
		file.append(entry);
		assertThat(file.entries()).containsExactly(entry);
	}

	@Test
	void filesOfOtherReplicasCountAndAnEntryOfTwoFilesOnce() {
		LedgerEntry first = entry(1, Instant.now(), false);
		LedgerEntry second = entry(2, Instant.now(), false);
		file("a.ndjson").append(first);
		LedgerFile mine = file("b");
		mine.append(first);
		assertThat(mine.entries()).hasSize(1);
		file("c.ndjson").append(second);
		assertThat(mine.entries()).containsExactlyInAnyOrder(first, second);
	}

	@Test
	void aTornLineIsNoEntryAndSpoilsNoOther() throws IOException {
		LedgerEntry whole = entry(2, Instant.now(), false);
		Files.writeString(this.folder.resolve("a.ndjson"),
				"{\"seq\":1,\"us\n" + whole.line() + "\n{\"seq\":3,\"user\":\"3f");
		assertThat(file("a.ndjson").entries()).containsExactly(whole);
	}

	@Test
	void linesOfAnEarlierReleaseHaveAnIdThatIsAlwaysTheSame() throws IOException {
		String line = "{\"seq\":7,\"user\":\"%s\",\"tenant\":\"%s\",\"at\":\"%s\"}\n".formatted(JANE, ACME,
				Instant.now());
		Files.writeString(this.folder.resolve("a.ndjson"), line);
		LedgerEntry entry = file("a.ndjson").entries().getFirst();
		assertThat(entry.id()).matches(LedgerEntry.ID).isEqualTo(LedgerEntry.parse(line).orElseThrow().id());
		assertThat(entry.member()).isEqualTo("7 " + JANE + " " + ACME);
	}

	@Test
	void theErasureOfATenantIsALineThatReleasesBeforeSkip() throws IOException {
		LedgerEntry whole = LedgerEntry.ofTenant(1, ACME, Instant.now(), "ten_01M838DWTC55J56BHF7KJFK35W");
		LedgerFile file = file("a.ndjson");
		file.append(whole);
		file.append(entry(1, Instant.now(), false));
		assertThat(file.entries()).hasSize(2).contains(whole);
		assertThat(whole.coversTenant()).isTrue();
		assertThat(Files.readAllLines(this.folder.resolve("a.ndjson")).getFirst()).doesNotContain("\"user\"");
		assertThat(LedgerEntry.parse("{\"seq\":1,\"tenant\":\"%s\",\"at\":\"%s\",\"erasure\":\"%s\"}".formatted(ACME,
				Instant.now(), "era_01M838DWTC55J56BHF7KJFK35W")))
			.isEmpty();
	}

	@Test
	void whatRedisMayHaveForgottenByNowDoesNotCount() {
		LedgerFile file = file("a.ndjson");
		file.append(entry(1, Instant.now().minus(Duration.ofDays(400)), false));
		assertThat(file.entries()).isEmpty();
	}

	@Test
	void aFolderThatIsNotThereIsSaidAndNotTakenForAnEmptyLedger() {
		LedgerFile file = file("no-such-folder/a.ndjson");
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(file::entries)
			.withMessageContaining("agent-service.privacy.ledger-file");
	}

	@Test
	void aFileThatIsNotThereYetIsEmpty() {
		assertThat(file("a.ndjson").entries()).isEmpty();
	}

	@Test
	void whereNoneIsConfiguredNothingIsReadOrWritten() {
		LedgerFile none = new LedgerFile(properties(null));
		none.append(entry(1, Instant.now(), false));
		assertThat(none.entries()).isEmpty();
		assertThat(none.isConfigured()).isFalse();
	}

	private LedgerFile file(String name) {
		return new LedgerFile(properties(this.folder.resolve(name)));
	}

	private static PrivacyProperties properties(@Nullable Path file) {
		return new PrivacyProperties(file, Duration.ofDays(400), Duration.ofDays(2), null, 2000);
	}

	private static LedgerEntry entry(long seq, Instant at, boolean block) {
		return new LedgerEntry(seq, JANE, ACME, at, "era_01M838DWTC55J56BHF7KJFK35W", block);
	}

}
