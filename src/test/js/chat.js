// Talks to the service as any user of OpenAI's own client would, and prints what it saw as one line of JSON.
// The client takes OPENAI_BASE_URL and OPENAI_API_KEY from the environment, as it always does.
import OpenAI from 'openai';

const client = new OpenAI({ maxRetries: 0 });
const hello = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };

async function errorOf(call) {
  try {
    await call();
    return 'none';
  } catch (error) {
    const { status, type, code, param } = error;
    return { name: error.constructor.name, status, type, code, param };
  }
}

const scenarios = {
  async plain() {
    const messages = [{ role: 'system', content: 'Be brief.' }, ...hello.messages];
    return client.chat.completions.create({ ...hello, messages, max_tokens: 100, metadata: { channel: 'test' } });
  },

  async streamed() {
    const stream = await client.chat.completions.create({
      ...hello, stream: true, stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
    }
    return {
      text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''),
      finish: chunks.map((chunk) => chunk.choices[0]?.finish_reason).find(Boolean),
      usage: chunks.at(-1).usage,
    };
  },

  async models() {
    const models = [];
    for await (const model of client.models.list()) {
      models.push(model.id);
    }
    return { models, one: await client.models.retrieve('assistant') };
  },

  async errors() {
    const stranger = new OpenAI({ apiKey: 'unknown', maxRetries: 0 });
    return [
      await errorOf(() => stranger.models.list()),
      await errorOf(() => client.models.retrieve('nobody')),
      await errorOf(() => client.chat.completions.create({ ...hello, model: 'nobody' })),
      await errorOf(() => client.chat.completions.create({ ...hello, n: 2 })),
    ];
  },

  async broken() {
    return errorOf(async () => {
      for await (const _ of await client.chat.completions.create({ ...hello, stream: true })) {
        // Read to the end.
      }
    });
  },

  async leave() {
    for await (const chunk of await client.chat.completions.create({ ...hello, stream: true })) {
      if (chunk.choices[0]?.delta.content) {
        break;
      }
    }
    return 'left';
  },
};

console.log(JSON.stringify(await scenarios[process.argv[2]]()));
