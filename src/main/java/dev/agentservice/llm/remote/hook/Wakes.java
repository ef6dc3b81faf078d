package dev.agentservice.llm.remote.hook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;

import org.springframework.stereotype.Component;

/**
 * The runs on this replica that wait for their providers, by what the providers keep of
 * them. Thread-safe.
 */
@Component
public final class Wakes {

	private static final int REMEMBERED = 1_000;

	private final Map<String, Set<Wake>> waiting = new ConcurrentHashMap<>();

	/**
	 * The latest hooks that found nobody here: one may come before the replica has read
	 * what it is about.
	 */
	private final Set<String> early = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}

	}));

	/** Makes the time of a run that waits. */
	public Wake open() {
		return new Wake(this);
	}

	/** How a provider's object is called on the channel. */
	static String name(RemoteRuntime runtime, String object) {
		return runtime.label() + " " + object;
	}

	/** A hook is about this, which is perhaps no run's, or that of another replica. */
	void wake(String name) {
		// Noted first: who enters meanwhile sees one or the other.
		this.early.add(name);
		Set<Wake> wakes = this.waiting.getOrDefault(name, Set.of());
		wakes.forEach(Wake::wake);
		if (!wakes.isEmpty()) {
			this.early.remove(name);
		}
	}

	/** Whether a hook about it has come already. */
	boolean enter(RemoteRef ref, Wake wake) {
		this.waiting.compute(name(ref), (_, known) -> {
			Set<Wake> wakes = (known != null) ? known : ConcurrentHashMap.newKeySet();
			wakes.add(wake);
			return wakes;
		});
		return this.early.remove(name(ref));
	}

	void leave(RemoteRef ref, Wake wake) {
		this.waiting.computeIfPresent(name(ref), (_, wakes) -> {
			wakes.remove(wake);
			return wakes.isEmpty() ? null : wakes;
		});
	}

	private static String name(RemoteRef ref) {
		return name(ref.runtime(), ref.object());
	}

}
