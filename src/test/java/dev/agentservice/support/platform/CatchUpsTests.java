package dev.agentservice.support.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@BesideOthers
class CatchUpsTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private record Task(Duration patience, boolean isFirst, Runnable work) implements CatchUp {

		@Override
		public void catchUp() {
			this.work.run();
		}

	}

	@Test
	void whatAllNeedComesFirst() throws InterruptedException {
		List<String> done = new CopyOnWriteArrayList<>();
		new CatchUps(List.of(new Task(LONG, false, () -> done.add("flags")),
				new Task(LONG, true, () -> done.add("redis")), new Task(LONG, false, () -> done.add("reaper"))))
			.run();
		assertThat(done).hasSize(3).startsWith("redis");
	}

	@Test
	void aTaskThatTakesTooLongHoldsUpNoRequestAndIsNotBegunTwice() throws InterruptedException {
		CompletableFuture<Void> released = new CompletableFuture<>();
		AtomicInteger begun = new AtomicInteger();
		CatchUps catchUps = new CatchUps(List.of(new Task(Duration.ofMillis(1), false, () -> {
			begun.incrementAndGet();
			released.join();
		})));
		catchUps.run();
		catchUps.run();
		await().until(() -> begun.get() == 1);
		released.complete(null);
		await().until(() -> {
			catchUps.run();
			return begun.get() > 1;
		});
	}

	@Test
	void aTaskThatFailsStopsNeitherTheRequestNorTheOthers() throws InterruptedException {
		AtomicInteger done = new AtomicInteger();
		new CatchUps(List.of(new Task(LONG, true, () -> {
			throw new IllegalStateException("on purpose");
		}), new Task(LONG, false, done::incrementAndGet))).run();
		assertThat(done).hasValue(1);
	}

	@Test
	void aRequestWithoutACredentialCostsNothing() throws Exception {
		AtomicInteger done = new AtomicInteger();
		CatchUpFilter filter = new CatchUpFilter(
				() -> new CatchUps(List.of(new Task(LONG, false, done::incrementAndGet))));
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v3/api-docs");
		filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
		assertThat(done).hasValue(0);
		request.setUserPrincipal(() -> "ada");
		filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
		assertThat(done).hasValue(1);
	}

	@Test
	void aCopyIsAsOldAsTheMomentWhenItsReadingBegan() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		Age age = new Age(now::get);
		long began = age.now();
		now.set(Instant.EPOCH.plus(LONG).plusMillis(1));
		age.renewed(began);
		assertThat(age.exceeds(LONG)).isTrue();
	}

	@Test
	void ageIsThatOfTheWallClock() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		InstantSource clock = now::get;
		Age age = new Age(clock);
		assertThat(age.exceeds(LONG)).as("never read").isTrue();
		age.renewed();
		assertThat(age.exceeds(Duration.ZERO)).isFalse();
		now.set(Instant.EPOCH.plus(LONG));
		assertThat(age.exceeds(LONG)).isFalse();
		now.set(Instant.EPOCH.plus(LONG).plusMillis(1));
		assertThat(age.exceeds(LONG)).isTrue();
		now.set(Instant.EPOCH.minusMillis(1));
		assertThat(age.exceeds(LONG)).as("the clock was set back").isTrue();
	}

	@Test
	void lambdaIsNoServer() {
		var environment = new MockEnvironment().withProperty("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001");
		assertThatIllegalStateException().isThrownBy(
				() -> new PlatformConfiguration(new PlatformProperties(Platform.SERVER, Duration.ZERO), environment))
			.withMessageContaining("SPRING_PROFILES_ACTIVE=lambda");
		new PlatformConfiguration(new PlatformProperties(Platform.REQUEST, Duration.ZERO), environment);
	}

}
