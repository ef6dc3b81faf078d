package dev.agentservice.knowledge.index;

import org.mockito.Mockito;

/**
 * The end of a process between any two of its calls: the call at which it ends was made
 * or was not, and none is made afterwards, not even to tidy up.
 */
public final class Stops {

	private int calls = Integer.MIN_VALUE;

	private boolean after;

	private boolean dead;

	/** The same object, whose calls are counted. */
	@SuppressWarnings("unchecked")
	public <T> T watched(T object) {
		return (T) Mockito.mock(object.getClass(),
				Mockito.withSettings().spiedInstance(object).stubOnly().defaultAnswer((invocation) -> {
					if (this.dead) {
						throw new Killed();
					}
					boolean ends = ++this.calls == 0;
					if (ends && !this.after) {
						this.dead = true;
						throw new Killed();
					}
					Object answer = invocation.callRealMethod();
					if (ends) {
						this.dead = true;
						throw new Killed();
					}
					return answer;
				}));
	}

	/** Ends at the call of this number, the first is 1, before or after it is made. */
	public void at(int call, boolean after) {
		this.calls = -call;
		this.after = after;
		this.dead = false;
	}

	/** No more calls end it. */
	public void never() {
		this.calls = Integer.MIN_VALUE;
		this.dead = false;
	}

	/** How the process ended. */
	public static final class Killed extends Error {

		private static final long serialVersionUID = 1;

	}

}
