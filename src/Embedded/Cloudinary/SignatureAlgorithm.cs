namespace CloudinaryDotNet;

/// <summary>The digest of a signature.</summary>
public enum SignatureAlgorithm
{
    SHA1,
    SHA256,
}
