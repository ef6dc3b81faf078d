// Talks to the service through several clients of OpenAI's protocol as they are, and prints what they saw as one line of JSON.
// Those that take OPENAI_BASE_URL and OPENAI_API_KEY from the environment find them there.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';

const baseURL = process.env.OPENAI_BASE_URL;
const apiKey = process.env.OPENAI_API_KEY;

let requests = 0;
const plainFetch = globalThis.fetch;
globalThis.fetch = (...args) => {
  requests++;
  return plainFetch(...args);
};

async function joined(pieces) {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
  }
  return text;
}

const question = (prompt) => [{ role: 'user', content: prompt }];

const clients = {
  openai(headers) {
    const client = new OpenAI({ defaultHeaders: headers });
    return {
      async plain(prompt) {
        const completion = await client.chat.completions.create({ model: 'assistant', messages: question(prompt) });
        return completion.choices[0].message.content;
      },
      async streamed(prompt) {
        const stream = await client.chat.completions.create({ model: 'assistant', messages: question(prompt), stream: true });
        return joined((async function* () {
          for await (const chunk of stream) yield chunk.choices[0]?.delta.content ?? '';
        })());
      },
    };
  },

  aiSdk(headers) {
    const model = createOpenAICompatible({ name: 'agents', baseURL, apiKey, headers })('assistant');
    return {
      plain: async (prompt) => (await generateText({ model, prompt, temperature: 0.2 })).text,
      async streamed(prompt) {
        const failures = [];
        const { textStream } = streamText({ model, prompt, onError: ({ error }) => failures.push(error) });
        const text = await joined(textStream);
        if (failures.length) throw failures[0];
        return text;
      },
    };
  },

  langChain(headers) {
    const model = new ChatOpenAI({ model: 'assistant', temperature: 0, configuration: { baseURL, defaultHeaders: headers } });
    return {
      plain: async (prompt) => (await model.invoke(prompt)).content,
      async streamed(prompt) {
        const stream = await model.stream(prompt);
        return joined((async function* () {
          for await (const chunk of stream) yield chunk.content;
        })());
      },
    };
  },
};

// What a client does until it gives up, and how long that takes.
async function refusal(call) {
  requests = 0;
  const begun = performance.now();
  try {
    return { answer: await call() };
  } catch (error) {
    const cause = error.lastError ?? error;
    return { requests, millis: Math.round(performance.now() - begun), message: String(cause.message) };
  }
}

const [mode, user] = process.argv.slice(2);
const seen = {};
for (const [name, connect] of Object.entries(clients)) {
  const client = connect({ 'X-User-Id': user });
  if (mode === 'outage') {
    // LangChain's would go on for minutes.
    if (name === 'openai') seen[name] = { plain: await refusal(() => client.plain('Hello')) };
    continue;
  }
  seen[name] = mode === 'answers'
    ? { plain: await client.plain('Hello'), streamed: await client.streamed('Hello') }
    : { plain: await refusal(() => client.plain('Hello')), streamed: await refusal(() => client.streamed('Hello')) };
}
console.log(JSON.stringify(seen));
