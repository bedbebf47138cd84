// the request of the playground as others would send it; the key is never in it

const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

function python(value, indent) {
  const deeper = indent + '    ';
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) {
    return value.length ? '[\n' + value.map(one => deeper + python(one, deeper)).join(',\n') + '\n' + indent + ']' : '[]';
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([name, one]) => deeper + JSON.stringify(name) + ': ' + python(one, deeper));
    return fields.length ? '{\n' + fields.join(',\n') + '\n' + indent + '}' : '{}';
  }
  return JSON.stringify(value);
}

export const SAMPLES = {
  curl: (base, body) => 'curl ' + base + '/chat/completions \\\n'
    + '  -H "Authorization: Bearer $API_KEY" -H "Content-Type: application/json" \\\n'
    + '  -d ' + quoted(JSON.stringify(body, null, 2)),
  Python: (base, body) => 'import os\nfrom openai import OpenAI\n\n'
    + 'client = OpenAI(base_url=' + JSON.stringify(base) + ', api_key=os.environ["API_KEY"])\n'
    + 'answer = client.chat.completions.create(\n'
    + Object.entries(body).map(([name, value]) => '    ' + name + '=' + python(value, '    ')).join(',\n') + ',\n)\n'
    + (body.stream ? 'for chunk in answer:\n    print(chunk.choices[0].delta.content or "" if chunk.choices else "", end="")'
      : 'print(answer.choices[0].message.content)'),
  JavaScript: (base, body) => "import OpenAI from 'openai';\n\n"
    + 'const client = new OpenAI({ baseURL: ' + JSON.stringify(base) + ', apiKey: process.env.API_KEY });\n'
    + 'const answer = await client.chat.completions.create(' + JSON.stringify(body, null, 2) + ');\n'
    + (body.stream ? "for await (const chunk of answer) process.stdout.write(chunk.choices[0]?.delta?.content ?? '');"
      : 'console.log(answer.choices[0].message.content);')
};
