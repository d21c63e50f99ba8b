using System.Security.Cryptography;

namespace Magpie.Uploads.Rules;

/// <summary>A checksum, when there is one, is a SHA-256 in hexadecimal.</summary>
public sealed class ChecksumRule : IUploadRule
{
    public const string Code = "invalid-checksum";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Sha256 is null or { Length: SHA256.HashSizeInBytes * 2 } && (file.Sha256?.All(char.IsAsciiHexDigit) ?? true)
            ? null
            : new(Code, "\"sha256\" is not a SHA-256. Send 64 hexadecimal digits, or leave it out.");
    }
}
