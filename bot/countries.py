"""The countries, their peoples and their governments' seats: the forms under which a text speaks of one of them."""

import re

# A line is a country: its name, other names and its people, and after a stroke the seat of its government, as far as
# texts use it for the government and for nothing else. A space inside a form is written as "_".
_COUNTRIES = """
United States: US America American Americans / Washington White_House
United Nations: UN
European Union: EU / Brussels
Afghanistan: Afghan Afghans / Kabul
Africa: African Africans
African Union: AU
Albania: Albanian Albanians
Algeria: Algerian Algerians / Algiers
Andorra: Andorran Andorrans
Angola: Angolan Angolans
Antigua and Barbuda: Antigua Antiguan Antiguans
Argentina: Argentine Argentines Argentinian Argentinians Argentinean
Armenia: Armenian Armenians / Yerevan
Asia: Asian Asians
Australia: Australian Australians / Canberra
Austria: Austrian Austrians / Vienna
Azerbaijan: Azerbaijani Azerbaijanis Azeri Azeris / Baku
Bahamas: Bahamian Bahamians
Bahrain: Bahraini Bahrainis / Manama
Bangladesh: Bangladeshi Bangladeshis / Dhaka
Barbados: Barbadian Barbadians
Belarus: Belarusian Belarusians Belarussian / Minsk
Belgium: Belgian Belgians
Belize: Belizean Belizeans
Benin: Beninese
Bhutan: Bhutanese
Bolivia: Bolivian Bolivians
Bosnia: Bosnian Bosnians Bosnia_and_Herzegovina Bosnia-Herzegovina / Sarajevo
Botswana: Motswana Batswana
Brazil: Brazilian Brazilians / Brasilia
Britain: British Briton Britons Great_Britain UK United_Kingdom / Downing_Street London
Brunei: Bruneian Bruneians
Bulgaria: Bulgarian Bulgarians
Burkina Faso: Burkinabe
Burundi: Burundian Burundians
Cambodia: Cambodian Cambodians / Phnom_Penh
Cameroon: Cameroonian Cameroonians
Canada: Canadian Canadians / Ottawa
Cape Verde: Cabo_Verde Cape_Verdean Cape_Verdeans
Central African Republic: Central_African
Chad: Chadian Chadians
Chile: Chilean Chileans
China: Chinese / Beijing
Colombia: Colombian Colombians / Bogota
Comoros: Comorian Comorians
Congo: Congolese DRC DR_Congo Democratic_Republic_of_Congo Democratic_Republic_of_the_Congo / Kinshasa
Congo Republic: Republic_of_Congo Republic_of_the_Congo Congo-Brazzaville
Costa Rica: Costa_Rican Costa_Ricans
Croatia: Croatian Croatians Croat Croats / Zagreb
Cuba: Cuban Cubans / Havana
Cyprus: Cypriot Cypriots / Nicosia
Czech Republic: Czechia Czech Czechs / Prague
Denmark: Danish Dane Danes / Copenhagen
Djibouti: Djiboutian Djiboutians
Dominica:
Dominican Republic: Dominican Dominicans
East Timor: Timor-Leste East_Timorese Timorese
Ecuador: Ecuadorian Ecuadorians Ecuadorean Ecuadoreans / Quito
Egypt: Egyptian Egyptians / Cairo
El Salvador: Salvadoran Salvadorans Salvadorean
England: English Englishman Englishmen Englishwoman
Equatorial Guinea: Equatorial_Guinean Equatoguinean
Eritrea: Eritrean Eritreans / Asmara
Estonia: Estonian Estonians / Tallinn
Eswatini: Swaziland Swazi Swazis
Ethiopia: Ethiopian Ethiopians / Addis_Ababa
Europe: European Europeans
Fiji: Fijian Fijians
Finland: Finnish Finn Finns / Helsinki
France: French Frenchman Frenchmen Frenchwoman / Paris
Gabon: Gabonese
Gambia: Gambian Gambians
Georgia: Georgian Georgians / Tbilisi
Germany: German Germans / Berlin
Ghana: Ghanaian Ghanaians / Accra
Greece: Greek Greeks / Athens
Grenada: Grenadian Grenadians
Guatemala: Guatemalan Guatemalans
Guinea: Guinean Guineans / Conakry
Guinea-Bissau: Bissau-Guinean
Guyana: Guyanese
Haiti: Haitian Haitians / Port-au-Prince
Honduras: Honduran Hondurans / Tegucigalpa
Hungary: Hungarian Hungarians / Budapest
Iceland: Icelandic Icelander Icelanders / Reykjavik
India: Indian Indians / Delhi New_Delhi
Indonesia: Indonesian Indonesians / Jakarta
Iran: Iranian Iranians / Tehran
Iraq: Iraqi Iraqis / Baghdad
Ireland: Irish Irishman Irishmen Irishwoman / Dublin
Israel: Israeli Israelis
Italy: Italian Italians / Rome
Ivory Coast: Cote_d'Ivoire Cote_d’Ivoire Ivorian Ivorians
Jamaica: Jamaican Jamaicans
Japan: Japanese / Tokyo
Jordan: Jordanian Jordanians / Amman
Kazakhstan: Kazakh Kazakhs Kazakhstani / Astana
Kenya: Kenyan Kenyans / Nairobi
Kiribati: I-Kiribati
Korea: Korean Koreans Koreas
Kosovo: Kosovar Kosovars Kosovan Kosovans / Pristina
Kuwait: Kuwaiti Kuwaitis
Kyrgyzstan: Kyrgyz Kyrgyzstani / Bishkek
Laos: Lao Laotian Laotians / Vientiane
Latin America: Latin_American Latin_Americans
Latvia: Latvian Latvians / Riga
Lebanon: Lebanese / Beirut
Lesotho: Mosotho Basotho
Liberia: Liberian Liberians
Libya: Libyan Libyans / Tripoli
Liechtenstein: Liechtensteiner Liechtensteiners
Lithuania: Lithuanian Lithuanians / Vilnius
Luxembourg: Luxembourger Luxembourgers Luxembourgish
Madagascar: Malagasy
Malawi: Malawian Malawians
Malaysia: Malaysian Malaysians / Kuala_Lumpur
Maldives: Maldivian Maldivians
Mali: Malian Malians / Bamako
Malta: Maltese / Valletta
Marshall Islands: Marshallese
Mauritania: Mauritanian Mauritanians
Mauritius: Mauritian Mauritians
Mexico: Mexican Mexicans
Micronesia: Micronesian Micronesians
Moldova: Moldovan Moldovans / Chisinau
Monaco: Monegasque Monegasques
Mongolia: Mongolian Mongolians / Ulaanbaatar
Montenegro: Montenegrin Montenegrins / Podgorica
Morocco: Moroccan Moroccans / Rabat
Mozambique: Mozambican Mozambicans
Myanmar: Burma Burmese / Naypyidaw
Namibia: Namibian Namibians
Nauru: Nauruan Nauruans
Nepal: Nepali Nepalis Nepalese / Kathmandu
Netherlands: Dutch Holland Dutchman Dutchmen Dutchwoman / Hague
New Zealand: New_Zealander New_Zealanders
Nicaragua: Nicaraguan Nicaraguans / Managua
Niger: Nigerien Nigeriens / Niamey
Nigeria: Nigerian Nigerians / Abuja
North America: North_American North_Americans
North Korea: North_Korean North_Koreans DPRK NK N._Korea N._Korean the_North / Pyongyang
North Macedonia: North_Macedonian Macedonia Macedonian Macedonians / Skopje
Northern Ireland: Northern_Irish / Stormont
Norway: Norwegian Norwegians / Oslo
Oman: Omani Omanis / Muscat
Pakistan: Pakistani Pakistanis / Islamabad
Palau: Palauan Palauans
Palestine: Palestinian Palestinians
Panama: Panamanian Panamanians
Papua New Guinea: Papua_New_Guinean Papua_New_Guineans New_Guinea
Paraguay: Paraguayan Paraguayans
Peru: Peruvian Peruvians
Philippines: Philippine Filipino Filipinos Filipina / Manila
Poland: Polish Pole Poles / Warsaw
Portugal: Portuguese / Lisbon
Qatar: Qatari Qataris / Doha
Romania: Romanian Romanians / Bucharest
Russia: Russian Russians / Moscow Kremlin
Rwanda: Rwandan Rwandans / Kigali
Saint Kitts and Nevis: St_Kitts_and_Nevis St._Kitts_and_Nevis
Saint Lucia: St_Lucia St._Lucia Saint_Lucian St_Lucian
Saint Vincent: St_Vincent St._Vincent Saint_Vincent_and_the_Grenadines Vincentian
Samoa: Samoan Samoans
San Marino: Sammarinese
Sao Tome: Sao_Tome_and_Principe Santomean
Saudi Arabia: Saudi Saudis Saudi_Arabian Saudi_Arabians / Riyadh
Scotland: Scottish Scot Scots Scotsman Scotswoman / Holyrood
Senegal: Senegalese / Dakar
Serbia: Serbian Serbians Serb Serbs / Belgrade
Seychelles: Seychellois
Sierra Leone: Sierra_Leonean Sierra_Leoneans / Freetown
Singapore: Singaporean Singaporeans
Slovakia: Slovak Slovaks Slovakian / Bratislava
Slovenia: Slovenian Slovenians Slovene Slovenes / Ljubljana
Solomon Islands: Solomon_Islander Solomon_Islanders / Honiara
Somalia: Somali Somalis / Mogadishu
South Africa: South_African South_Africans / Pretoria
South America: South_American South_Americans
South Korea: S._Korea S._Korean South_Korean South_Koreans the_South / Seoul
South Sudan: South_Sudanese / Juba
Spain: Spanish Spaniard Spaniards / Madrid
Sri Lanka: Sri_Lankan Sri_Lankans / Colombo
Sudan: Sudanese / Khartoum
Suriname: Surinamese / Paramaribo
Sweden: Swedish Swede Swedes / Stockholm
Switzerland: Swiss
Syria: Syrian Syrians / Damascus
Taiwan: Taiwanese / Taipei
Tajikistan: Tajik Tajiks Tajikistani / Dushanbe
Tanzania: Tanzanian Tanzanians / Dodoma
Thailand: Thai Thais / Bangkok
Togo: Togolese
Tonga: Tongan Tongans
Trinidad and Tobago: Trinidad Trinidadian Trinidadians
Tunisia: Tunisian Tunisians
Turkey: Turkish Turk Turks Turkiye / Ankara
Turkmenistan: Turkmen Turkmens / Ashgabat
Tuvalu: Tuvaluan Tuvaluans
Uganda: Ugandan Ugandans / Kampala
Ukraine: Ukrainian Ukrainians / Kyiv Kiev
United Arab Emirates: UAE Emirati Emiratis / Abu_Dhabi
Uruguay: Uruguayan Uruguayans / Montevideo
Uzbekistan: Uzbek Uzbeks Uzbekistani / Tashkent
Vanuatu: Ni-Vanuatu
Vatican: Holy_See Vatican_City
Venezuela: Venezuelan Venezuelans / Caracas
Vietnam: Vietnamese / Hanoi
Wales: Welsh Welshman Welshmen Welshwoman
Yemen: Yemeni Yemenis / Sanaa
Zambia: Zambian Zambians / Lusaka
Zimbabwe: Zimbabwean Zimbabweans / Harare
"""
PREFIX = "Countryof"
"""What the one word for a country begins with, and no other word."""
HOMOGRAPHS = frozenset("Chad Dane England Finn Georgia Holland Jordan Mali Pole Scot Turk Wales".split())
"""Forms that are something else beside another name: Michael Jordan, the Jordan River, New England, the South Pole."""


def _table(part: int) -> dict[str, str]:
    """Each form of a country's name (part 0) or of its government's seat (part 1), and the one word for the country."""
    table: dict[str, str] = {}
    for line in _COUNTRIES.strip().split("\n"):
        country, _, forms = line.partition(":")
        word = PREFIX + re.sub(r"\W", "", country).lower()
        listed = [*forms.split("/"), ""][part].split() + ([country] if part == 0 else [])
        table |= {form.replace("_", " "): word for form in listed}
    return table


PEOPLES, SEATS = _table(0), _table(1)
"""The word for the country, for each form of its and its people's name, and for each seat of its government."""
