Console.WriteLine("Magpie");
