using System.Security.Cryptography;
using System.Text;
using Magpie.Accounts;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Idempotency;

/// <summary>What makes two requests the same: who sends them, where to, under which key; and what they say.</summary>
/// <param name="Account">The caller's account.</param>
/// <param name="Hash">SHA-256 of credential, path and key, in hexadecimal; what the client chose may hold what table keys refuse.</param>
/// <param name="Fingerprint">SHA-256 of the body, in hexadecimal.</param>
public sealed record RequestIdentity(string Account, string Hash, string Fingerprint)
{
    public static RequestIdentity Of(Caller caller, HttpRequest request, string key, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        var name = Encoding.UTF8.GetBytes($"{caller.Key}\n{request.Path}\n{key}");
        return new(caller.Account, Convert.ToHexStringLower(SHA256.HashData(name)), Convert.ToHexStringLower(SHA256.HashData(body)));
    }
}
