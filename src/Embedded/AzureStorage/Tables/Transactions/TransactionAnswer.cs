using System.Globalization;
using System.Text;
using Azure.Storage.Common;

namespace Azure.Data.Tables.Transactions;

/// <summary>Reads the answer to a transaction: one HTTP response for each action, or a single failure.</summary>
internal static class TransactionAnswer
{
    public static IReadOnlyList<Response> Read(Response response)
    {
        var text = response.Content.ToString();
        List<Response> answers = [];
        var at = 0;
        while ((at = text.IndexOf("HTTP/1.1 ", at, StringComparison.Ordinal)) >= 0)
        {
            var headersEnd = text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
            var head = text[at..(headersEnd < 0 ? text.Length : headersEnd)].Split("\r\n");
            var body = headersEnd < 0 ? "" : Body(text, headersEnd + 4);
            var answer = Answer(head, body, response.ClientRequestId);
            if (answer.Status >= 400)
            {
                throw Failure(answer, body);
            }

            answers.Add(answer);
            at = headersEnd < 0 ? text.Length : headersEnd + 4 + body.Length;
        }

        return answers;
    }

    private static string Body(string text, int start)
    {
        var end = text.IndexOf("\r\n--", start, StringComparison.Ordinal);
        return text[start..Math.Max(start, end)];
    }

    private static TransactionPartResponse Answer(string[] head, string body, string clientRequestId)
    {
        // "HTTP/1.1 204 No Content"
        var status = head[0].Split(' ', 3);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in head.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return new TransactionPartResponse(
            int.Parse(status[1], CultureInfo.InvariantCulture), status.Length > 2 ? status[2] : "", headers, Encoding.UTF8.GetBytes(body), clientRequestId);
    }

    private static TableTransactionFailedException Failure(TransactionPartResponse answer, string body)
    {
        var (code, message) = StorageErrorParser.ParseJson(Encoding.UTF8.GetBytes(body.Trim()));
        code ??= answer.Headers.Text("x-ms-error-code");
        return new TableTransactionFailedException(new RequestFailedException(answer.Status, message ?? answer.ReasonPhrase, code, innerException: null));
    }
}
