namespace Azure.Storage.Sas;

/// <summary>The query of a signed blob or container address.</summary>
public sealed class BlobSasQueryParameters : SasQueryParameters
{
    internal BlobSasQueryParameters(Dictionary<string, string> values)
        : base(values)
    {
    }

    public string? KeyObjectId => Value("skoid");

    public string? KeyTenantId => Value("sktid");

    public DateTimeOffset KeyStartsOn => Date("skt");

    public DateTimeOffset KeyExpiresOn => Date("ske");

    public string? KeyService => Value("sks");

    public string? KeyVersion => Value("skv");
}
