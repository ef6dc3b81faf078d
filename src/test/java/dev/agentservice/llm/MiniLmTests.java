package dev.agentservice.llm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * What is made of the library, which a build without the profile does not have: a model
 * of words takes its place.
 */
@BesideOthers
@SuppressWarnings("NullAway") // nobody pays
class MiniLmTests {

	private static final Deadline LONG = Deadline.after(Duration.ofMinutes(5));

	private final List<String> embedded = Collections.synchronizedList(new ArrayList<>());

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final MiniLm model = of(this::embed);

	private MiniLm of(Function<List<TextSegment>, Response<List<Embedding>>> library) {
		return new MiniLm(new EmbeddingModel() {
			@Override
			public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
				return library.apply(segments);
			}
		}, new Words(), InProcessModel.metrics(this.meters));
	}

	private Response<List<Embedding>> embed(List<TextSegment> segments) {
		return Response.from(segments.stream().map((segment) -> {
			this.embedded.add(segment.text());
			float[] vector = new float[MiniLm.DIMENSION];
			vector[0] = 3;
			vector[1] = 4;
			return Embedding.from(vector);
		}).toList());
	}

	@Test
	void vectorsHaveTheLengthOneAndTheOrderOfTheirTexts() {
		float[][] vectors = this.model.embed(List.of("one text", "another"), Purpose.PASSAGE, null, LONG);
		assertThat(vectors).hasDimensions(2, MiniLm.DIMENSION);
		assertThat(vectors[1][0]).isCloseTo(0.6f, within(1e-6f));
		assertThat(vectors[1][1]).isCloseTo(0.8f, within(1e-6f));
		assertThat(this.embedded).containsExactly("one text", "another");
		assertThat(this.meters.get("agent.embedding.tokens")
			.tags("model", "local/all-minilm-l6-v2", "purpose", "passage")
			.counter()
			.count()).isEqualTo(3);
	}

	@Test
	void aTextThatWouldBeCutIsRefused() {
		String longest = "word ".repeat(MiniLm.MAX_TOKENS);
		assertThat(this.model.embed(List.of(longest), Purpose.PASSAGE, null, LONG)).hasNumberOfRows(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model.embed(List.of(longest + "more"), Purpose.PASSAGE, null, LONG))
			.withMessageContaining("longer than 126");
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.embed(List.of(""), Purpose.QUERY, null, LONG));
	}

	@Test
	void aTextWithoutAnyWordHasAVectorToo() {
		assertThat(this.model.embed(List.of("\u0001", " "), Purpose.PASSAGE, null, LONG)).hasNumberOfRows(2);
		assertThat(this.embedded).containsExactly(".", ".");
	}

	@Test
	void fewTextsAreOneCall() {
		List<String> many = Collections.nCopies(MiniLm.BATCH + 1, "text");
		assertThat(this.model.fitting(many)).isEqualTo(MiniLm.BATCH);
		assertThat(this.model.fitting(many.subList(0, 3))).isEqualTo(3);
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.embed(many, Purpose.PASSAGE, null, LONG));
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.embed(List.of(), Purpose.PASSAGE, null, LONG));
	}

	@Test
	void aFailureOfTheLibraryIsOneOfTheModel() {
		MiniLm broken = of((segments) -> {
			throw new IllegalStateException("native");
		});
		assertThatExceptionOfType(ModelException.class)
			.isThrownBy(() -> broken.embed(List.of("text"), Purpose.QUERY, null, LONG))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ModelException.Kind.UNAVAILABLE));
		MiniLm other = of((segments) -> Response.from(List.of(Embedding.from(new float[8]))));
		assertThatExceptionOfType(ModelException.class)
			.isThrownBy(() -> other.embed(List.of("text"), Purpose.QUERY, null, LONG));
	}

	@Test
	void whatFindsNoProcessorInTimeIsLateAndTheNextOneIsNot() throws Exception {
		int processors = Runtime.getRuntime().availableProcessors();
		CountDownLatch busy = new CountDownLatch(processors);
		CountDownLatch done = new CountDownLatch(1);
		MiniLm slow = of((segments) -> {
			busy.countDown();
			await(done);
			return embed(segments);
		});
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < processors; i++) {
				calls.add(threads.submit(() -> slow.embed(List.of("text"), Purpose.PASSAGE, null, LONG)));
			}
			busy.await();
			assertThatExceptionOfType(ModelException.class)
				.isThrownBy(
						() -> slow.embed(List.of("text"), Purpose.QUERY, null, Deadline.after(Duration.ofMillis(1))))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ModelException.Kind.TIMEOUT));
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> slow.embed(List.of("text"), Purpose.QUERY, null, LONG));
			assertThat(Thread.interrupted()).isTrue();
			done.countDown();
			for (Future<?> call : calls) {
				call.get();
			}
		}
		assertThat(slow.embed(List.of("text"), Purpose.QUERY, null, LONG)).hasNumberOfRows(1);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theLibraryIsKeptFromTheNetworkAndTheHomeDirectory() {
		assertThat(LocalLibrary.settings(Path.of("/tmp")))
			.containsEntry("DJL_CACHE_DIR", Path.of("/tmp/djl").toString())
			.containsEntry("ai.djl.offline", "true")
			.containsEntry("OPT_OUT_TRACKING", "true")
			.containsEntry("RUST_FLAVOR", "cpu");
	}

	/** With the profile this is the model itself; without it nothing is loaded. */
	@Test
	void theModelIsFoundWhereTheBuildHasIt() {
		LocalEmbeddings local = new LocalEmbeddings(InProcessModel.metrics(this.meters));
		assertThat(local.find(LocalEmbeddings.MINI_LM).isPresent()).isEqualTo(LocalLibrary.isThere());
		local.find(LocalEmbeddings.MINI_LM).ifPresent((real) -> {
			List<String> texts = List.of("A cat sleeps.", "A kitten is dozing.", "The budget of a tenant is spent.");
			float[][] vectors = real.embed(texts, Purpose.PASSAGE, null, LONG);
			assertThat(cosine(vectors[0], vectors[1])).isGreaterThan(cosine(vectors[0], vectors[2]) + 0.2);
			assertThat(real.count("word ".repeat(1000))).isEqualTo(1000);
			String longest = "word ".repeat(MiniLm.MAX_TOKENS - 1);
			float[][] ends = real.embed(List.of(longest + "cat", longest + "budget"), Purpose.PASSAGE, null, LONG);
			assertThat(cosine(ends[0], ends[1])).as("the last word is not cut").isLessThan(0.9999);
			assertThat(real.embed(List.of("\u0001", "\u200b"), Purpose.PASSAGE, null, LONG)).hasNumberOfRows(2);
		});
	}

	private static double cosine(float[] one, float[] other) {
		double sum = 0;
		for (int i = 0; i < one.length; i++) {
			sum += (double) one[i] * other[i];
		}
		return sum;
	}

	/** Its tokens are words. */
	private static final class Words implements TokenCountEstimator {

		@Override
		public int estimateTokenCountInText(String text) {
			return text.isBlank() ? 0 : text.strip().split("\\s+").length;
		}

		@Override
		public int estimateTokenCountInMessage(ChatMessage message) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
			throw new UnsupportedOperationException();
		}

	}

}
