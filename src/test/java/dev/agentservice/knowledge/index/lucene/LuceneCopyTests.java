package dev.agentservice.knowledge.index.lucene;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.support.BesideOthers;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class LuceneCopyTests {

	@AutoClose
	private final LuceneCopy copy = new LuceneCopy("de");

	@Test
	void wordsAreFoundByTheirStems() {
		write("d", 1, "Die Häuser stehen am Fluss.");
		assertThat(found("Haus am Flusse")).containsExactly(new PassageId("d", 1, 0));
		assertThat(found("!!! \"(* ?")).isEmpty();
		assertThat(found("")).isEmpty();
		assertThat(found("wort ".repeat(2000))).isEmpty();
	}

	@Test
	void exactlyTheLastPassagesOfADocumentAreFound() {
		for (int size : List.of(10, 3, 1, 3)) {
			write("d", size, IntStream.range(0, size).mapToObj((i) -> "Fluss " + i).toArray(String[]::new));
			assertThat(found("Fluss")).hasSize(size).allMatch((id) -> id.version() == size);
		}
		write("d", 9);
		assertThat(found("Fluss")).isEmpty();
	}

	@Test
	void theBestStandFirstAndNoMoreThanAreWanted() {
		write("a", 1, "Fluss und Berg und Tal und Wald und Wiese.");
		write("b", 1, "Fluss.");
		write("c", 1, "Berg.");
		assertThat(found("Fluss")).extracting(PassageId::document).containsExactly("b", "a");
		assertThat(this.copy.matching("Fluss", 1)).extracting(Candidate::seal).containsExactly("seal b");
	}

	/** Another thread may delete it between a listing and a look at it. */
	@Test
	void aFileThatIsGoneTakesNothing() throws IOException {
		try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
			assertThat(LuceneCopy.length(directory, "_0.cfs")).isZero();
		}
		write("d", 1, "Die Häuser stehen am Fluss.");
		assertThat(this.copy.bytes()).isPositive();
	}

	private List<PassageId> found(String query) {
		return this.copy.matching(query, 50).stream().map(Candidate::id).toList();
	}

	private void write(String document, long version, String... texts) {
		this.copy.replace(document,
				IntStream.range(0, texts.length)
					.mapToObj((n) -> new LuceneCopy.Row(new PassageId(document, version, n), "seal " + document,
							texts[n], Generation.BY_WORDS, null))
					.toList());
		this.copy.refresh();
	}

}
