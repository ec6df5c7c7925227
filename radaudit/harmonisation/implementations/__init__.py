"""Programs that call themselves ComBat, one a file, behind one question: what would this one have made of the table?"""
