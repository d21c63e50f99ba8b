namespace Magpie.Cli.Up;

/// <summary>Connection strings for an Azurite of this machine.</summary>
internal static class LocalStorage
{
    /// <summary>Azurite's account and key are published by Microsoft and the same everywhere: no secret.</summary>
    /// <param name="blobPort">TCP port of the blob service; queues are at +1, tables at +2.</param>
    public static string ConnectionString(int blobPort)
    {
        const string Account = "devstoreaccount1";
        const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
            $"BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};" +
            $"QueueEndpoint=http://127.0.0.1:{blobPort + 1}/{Account};" +
            $"TableEndpoint=http://127.0.0.1:{blobPort + 2}/{Account};";
    }
}
