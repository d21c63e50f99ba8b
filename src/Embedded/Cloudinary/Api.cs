namespace CloudinaryDotNet;

/// <summary>What Cloudinary's class of this name is here: everything of <see cref="ApiShared"/>.</summary>
public class Api : ApiShared
{
    public Api(string cloudinaryUrl)
        : base(cloudinaryUrl)
    {
    }

    public Api(Account account)
        : base(account)
    {
    }
}
