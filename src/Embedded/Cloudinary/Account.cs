namespace CloudinaryDotNet;

/// <summary>Whose Cloudinary it is, and the key pair that signs for it.</summary>
public class Account(string cloud, string apiKey, string apiSecret)
{
    public string Cloud { get; set; } = cloud;

    public string ApiKey { get; set; } = apiKey;

    public string ApiSecret { get; set; } = apiSecret;
}
