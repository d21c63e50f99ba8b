using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Tests.Support;

/// <summary>What Cloudinary checks before it looks at what a call wants; messages and codes as the service gives them.</summary>
internal static class CloudinaryChecks
{
    /// <summary>How old a timestamp may be.</summary>
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(1);

    private static readonly string[] Unsigned = ["file", "cloud_name", "resource_type", "api_key", "signature"];

    public static CloudinaryAnswer? Refuse(CloudinaryCall call, TimeProvider time)
    {
        if (!string.Equals(call.Cloud, CloudinaryServer.Cloud, StringComparison.Ordinal))
        {
            return CloudinaryAnswer.Error(401, $"Invalid cloud_name {call.Cloud}");
        }

        if (call["api_key"] is not { } key)
        {
            return CloudinaryAnswer.Error(401, "Must supply api_key");
        }

        if (!string.Equals(key, CloudinaryServer.Key, StringComparison.Ordinal))
        {
            return CloudinaryAnswer.Error(401, $"Invalid api_key {key}");
        }

        if (!long.TryParse(call["timestamp"], CultureInfo.InvariantCulture, out var seconds))
        {
            return CloudinaryAnswer.Error(400, "Missing required parameter - timestamp");
        }

        var reported = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if ((time.GetUtcNow() - reported).Duration() > LongestAge)
        {
            return CloudinaryAnswer.Error(400, $"Stale request - reported time is {reported:u} which is more than 1 hour ago");
        }

        return Signed(call) ? null : CloudinaryAnswer.Error(401, $"Invalid Signature {call["signature"]}. String to sign - '{Text(call)}'.");
    }

    private static bool Signed(CloudinaryCall call)
    {
        // Either version of the rule: an ampersand in a value as it is, or as %26.
        var plain = Text(call);
        var escaped = string.Join('&', Pairs(call).Select(pair => pair.Replace("&", "%26", StringComparison.Ordinal)));
        return ((string[])[plain, escaped]).Select(text => Encoding.UTF8.GetBytes(text + CloudinaryServer.Secret))
#pragma warning disable CA5350 // The service's default.
            .SelectMany(bytes => (byte[][])[SHA1.HashData(bytes), SHA256.HashData(bytes)])
#pragma warning restore CA5350
            .Any(hash => string.Equals(Convert.ToHexStringLower(hash), call["signature"], StringComparison.Ordinal));
    }

    private static string Text(CloudinaryCall call) => string.Join('&', Pairs(call));

    private static IEnumerable<string> Pairs(CloudinaryCall call) => call.Fields
        .Where(field => !Unsigned.Contains(field.Key, StringComparer.Ordinal))
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => $"{field.Key}={field.Value}");
}
