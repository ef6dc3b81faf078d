package dev.agentservice.llm.remote.hook;

import java.time.Duration;

import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class WakeTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final RemoteRef REF = RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_1", 17);

	private static final String NAME = "anthropic-managed sesn_1";

	private final Wakes wakes = new Wakes();

	private final Wake wake = this.wakes.open();

	@Test
	void aHookEndsAPauseButNotBeforeTheShortest() throws InterruptedException {
		this.wake.enter(REF);
		this.wakes.wake(NAME);
		long begin = System.nanoTime();
		this.wake.sleep(Duration.ZERO, LONG);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Wake.LEAST);
	}

	@Test
	void aHookThatIsFasterThanWhatItIsAboutEndsAPauseOnce() throws InterruptedException {
		this.wakes.wake(NAME);
		this.wake.enter(REF);
		this.wake.sleep(Duration.ZERO, LONG);
		this.wake.close();
		this.wake.enter(REF);
		Thread sleeper = Thread.startVirtualThread(this::sleepLong);
		assertThat(sleeper.join(Wake.LEAST.multipliedBy(2))).as("again").isFalse();
		sleeper.interrupt();
		sleeper.join();
	}

	@Test
	void noHookCutsWhatTheProviderHasAskedFor() throws InterruptedException {
		Duration asked = Wake.LEAST.multipliedBy(2);
		this.wake.enter(REF);
		this.wakes.wake(NAME);
		long begin = System.nanoTime();
		this.wake.sleep(asked, LONG);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(asked);
	}

	@Test
	void onlyInALaterPartOfASessionAHookMayBeAboutTheOneBefore() {
		assertThat(this.wake.mayBeLate()).isFalse();
		this.wake.enter(RemoteRef.inSession(RemoteRuntime.ANTHROPIC_MANAGED, "sesn_1", 0));
		assertThat(this.wake.mayBeLate()).isFalse();
		this.wake.close();
		this.wake.enter(REF);
		assertThat(this.wake.mayBeLate()).isTrue();
	}

	@Test
	void manyHooksEndOnePause() throws InterruptedException {
		this.wake.enter(REF);
		for (int i = 0; i < 100; i++) {
			this.wakes.wake(NAME);
		}
		this.wake.sleep(Duration.ZERO, LONG);
		Thread sleeper = Thread.startVirtualThread(this::sleepLong);
		assertThat(sleeper.join(Wake.LEAST.multipliedBy(2))).as("another look").isFalse();
		this.wakes.wake("anthropic-managed sesn_2");
		assertThat(sleeper.join(Wake.LEAST.multipliedBy(2))).as("another's hook").isFalse();
		this.wakes.wake(NAME);
		sleeper.join();
	}

	private void sleepLong() {
		try {
			this.wake.sleep(Duration.ZERO, LONG);
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void whatIsOverHearsNothing() throws InterruptedException {
		this.wake.enter(REF);
		this.wake.close();
		this.wakes.wake(NAME);
		Thread sleeper = Thread.startVirtualThread(this::sleepLong);
		assertThat(sleeper.join(Wake.LEAST.multipliedBy(2))).isFalse();
		sleeper.interrupt();
		sleeper.join();
	}

}
